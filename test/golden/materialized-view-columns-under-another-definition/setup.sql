CREATE TABLE public.t (a integer, "B b" text);
CREATE MATERIALIZED VIEW public."M v" AS SELECT a, "B b" FROM public.t;
CREATE VIEW public.above AS SELECT "B b" FROM public."M v";
ALTER MATERIALIZED VIEW public."M v" ALTER "B b" SET STORAGE MAIN;
