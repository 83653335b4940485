CREATE TABLE public.m (k integer NOT NULL, w integer, v text) PARTITION BY RANGE (k);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM (0) TO (10);
CREATE TABLE public.m2 PARTITION OF public.m FOR VALUES FROM (10) TO (20) PARTITION BY LIST (w);
CREATE TABLE public.m21 PARTITION OF public.m2 FOR VALUES IN (1);
CREATE INDEX i ON public.m (v);
ALTER INDEX public.m1_v_idx SET (fillfactor = 40);
