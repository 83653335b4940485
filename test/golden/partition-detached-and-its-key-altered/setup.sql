CREATE TABLE public.m (k integer NOT NULL, v text) PARTITION BY RANGE (k);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM (0) TO (10);
CREATE INDEX ON public.m (v);
