CREATE TABLE public.m (k integer NOT NULL, w integer, v text) PARTITION BY RANGE (k);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM (0) TO (10);
ALTER TABLE public.m ADD CONSTRAINT u UNIQUE (k) WITH (fillfactor = 50);
