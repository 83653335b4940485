CREATE TABLE public.m (k integer NOT NULL, w integer, v text DEFAULT 'x', PRIMARY KEY (k)) PARTITION BY RANGE (k);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM (0) TO (10);
CREATE TABLE public.m2 PARTITION OF public.m FOR VALUES FROM (10) TO (20);
CREATE INDEX ON public.m (v);
ALTER TABLE public.m ADD CHECK (w > 0);
