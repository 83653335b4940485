CREATE TABLE public.t (a integer, "B b" text);
CREATE MATERIALIZED VIEW public."M v" AS SELECT a, "B b" FROM public.t;
