ALTER FOREIGN TABLE public.old_orders INHERIT public.orders;
