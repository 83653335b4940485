DROP INDEX public.i;
CREATE INDEX i ON ONLY public.m (lower(v)) WITH (fillfactor = 50);
CREATE INDEX i2 ON public.m2 (lower(v)) WITH (fillfactor = 50);
CREATE INDEX i1 ON public.m1 (lower(v)) WITH (fillfactor = 50);
ALTER INDEX public.i ATTACH PARTITION public.i1;
