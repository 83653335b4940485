CREATE DOMAIN public.d AS text CONSTRAINT ok CHECK (VALUE <> '');
CREATE TYPE public.c AS (a public.d);
CREATE TABLE public.t (a public.d[], c public.c);
