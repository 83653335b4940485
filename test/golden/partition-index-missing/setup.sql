CREATE TABLE public.m (k integer NOT NULL, w integer, v text) PARTITION BY RANGE (k);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM (0) TO (10);
CREATE TABLE public.m2 PARTITION OF public.m FOR VALUES FROM (10) TO (20) PARTITION BY LIST (w);
CREATE TABLE public.m21 PARTITION OF public.m2 FOR VALUES IN (1);
CREATE INDEX "I x" ON ONLY public.m (lower(v), w) WITH (fillfactor = 50) WHERE w > 1;
CREATE INDEX m1_i ON public.m1 (lower(v), w) WITH (fillfactor = 50) WHERE w > 1;
ALTER INDEX public."I x" ATTACH PARTITION public.m1_i;
CREATE INDEX m2_i ON public.m2 (lower(v), w) WITH (fillfactor = 50) WHERE w > 1;
ALTER INDEX public."I x" ATTACH PARTITION public.m2_i;
