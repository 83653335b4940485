DROP INDEX public."I x";
CREATE INDEX "I x" ON ONLY public.m (lower(v), w) WITH (fillfactor = 50) WHERE w > 1;
CREATE INDEX m1_i ON public.m1 (lower(v), w) WITH (fillfactor = 50) WHERE w > 1;
ALTER INDEX public."I x" ATTACH PARTITION public.m1_i;
