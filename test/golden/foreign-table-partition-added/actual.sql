CREATE FOREIGN TABLE public.orders_1 PARTITION OF public.orders (note DEFAULT 'old') FOR VALUES IN (1) SERVER archive OPTIONS (table_name 'o');
ALTER FOREIGN TABLE public.orders_1 ALTER COLUMN note OPTIONS (ADD column_name 'n');
