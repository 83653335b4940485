CREATE TABLE public.t (a integer, "B b" text);
CREATE MATERIALIZED VIEW public."M v" AS SELECT a, "B b" FROM public.t;
ALTER MATERIALIZED VIEW public."M v" ALTER a SET STATISTICS 7, ALTER a SET (n_distinct = 3);
