CREATE FOREIGN TABLE public.orders (id int OPTIONS (a 'b')) SERVER archive OPTIONS (table_name 'o');
CREATE VIEW public.all_orders AS SELECT * FROM public.orders;
GRANT SELECT ON public.orders TO app_ro;
