CREATE TABLE public.p (id integer, name text, UNIQUE (id, name)) PARTITION BY HASH (id);
CREATE TABLE public.p0 PARTITION OF public.p FOR VALUES WITH (MODULUS 1, REMAINDER 0);
