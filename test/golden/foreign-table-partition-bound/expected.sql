CREATE FOREIGN TABLE public.orders_1 PARTITION OF public.orders FOR VALUES IN (1) SERVER archive;
