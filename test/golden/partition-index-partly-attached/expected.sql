CREATE INDEX e_n ON ONLY public.e (n);
CREATE INDEX e1_n ON public.e1 (n);
ALTER INDEX public.e_n ATTACH PARTITION public.e1_n;
COMMENT ON INDEX public.e_n IS 'partly';
