CREATE COLLATION public.german (provider = icu, locale = 'de'); CREATE TABLE public.t (a text COLLATE public.german); CREATE INDEX ON public.t (a);
CREATE SCHEMA elsewhere;
