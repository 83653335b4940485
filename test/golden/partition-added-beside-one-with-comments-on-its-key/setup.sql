CREATE TABLE public.p (id integer, name text, UNIQUE (id, name)) PARTITION BY HASH (id);
CREATE TABLE public.p0 PARTITION OF public.p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
COMMENT ON CONSTRAINT p0_id_name_key ON public.p0 IS 'key';
COMMENT ON INDEX public.p0_id_name_key IS 'index';
