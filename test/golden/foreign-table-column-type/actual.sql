DROP VIEW public.all_orders;
ALTER FOREIGN TABLE public.orders ALTER COLUMN id TYPE bigint;
CREATE VIEW public.all_orders AS SELECT * FROM public.orders;
