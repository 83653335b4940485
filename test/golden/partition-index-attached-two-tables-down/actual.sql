ALTER INDEX public.p2_a_idx ATTACH PARTITION public.p22_a_idx;
