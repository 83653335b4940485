CREATE MATERIALIZED VIEW public.totals AS SELECT 1 AS a, 2 AS b;
CREATE STATISTICS public.places ON a, b FROM public.totals;
