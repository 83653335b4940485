ALTER TABLE public.orders ATTACH PARTITION public.orders_1 FOR VALUES IN (1);
