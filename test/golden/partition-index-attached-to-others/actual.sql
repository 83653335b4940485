CREATE INDEX e_n ON ONLY public.e (n);
CREATE INDEX e2_n ON public.e2 (n);
ALTER INDEX public.e_n ATTACH PARTITION public.e2_n;
