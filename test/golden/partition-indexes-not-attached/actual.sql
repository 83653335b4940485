ALTER INDEX public.e_n ATTACH PARTITION public.e1_n;
ALTER INDEX public.e_n ATTACH PARTITION public.e2_n;
