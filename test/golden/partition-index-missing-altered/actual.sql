DROP INDEX public.i;
CREATE INDEX i ON ONLY public.m (v);
CREATE INDEX m2_i ON public.m2 (v);
ALTER INDEX public.i ATTACH PARTITION public.m2_i;
