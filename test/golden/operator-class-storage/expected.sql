CREATE OPERATOR CLASS public.word_ops FOR TYPE integer USING gin FAMILY public.words AS FUNCTION 2 (integer, integer) pg_catalog.ginarrayextract(anyarray, internal, internal), STORAGE bigint;
