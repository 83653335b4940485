ALTER MATERIALIZED VIEW public.totals SET SCHEMA elsewhere;
