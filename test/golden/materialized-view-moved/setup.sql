CREATE TABLE public.t (n int); CREATE MATERIALIZED VIEW public.totals AS SELECT sum(n) AS s FROM public.t; CREATE UNIQUE INDEX ON public.totals (s);
CREATE SCHEMA elsewhere;
