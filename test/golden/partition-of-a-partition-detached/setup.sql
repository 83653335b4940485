CREATE TABLE public.m (k integer NOT NULL, w integer, v text, PRIMARY KEY (k, w)) PARTITION BY RANGE (k);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM (0) TO (10) PARTITION BY LIST (w);
CREATE TABLE public.m11 PARTITION OF public.m1 FOR VALUES IN (1);
CREATE INDEX ON public.m (v);
ALTER TABLE public.m ADD CHECK (w > 0);
