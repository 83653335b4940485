CREATE TABLE public.m (k integer NOT NULL, w integer) PARTITION BY RANGE (k);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM (0) TO (10);
CREATE TABLE public.m2 PARTITION OF public.m FOR VALUES FROM (10) TO (20);
CREATE INDEX "I x" ON public.m ((k + w));
