ALTER TABLE public.new_orders INHERIT public.orders;
