ALTER FOREIGN TABLE public.orders ADD COLUMN note text OPTIONS (column_name 'n') NOT NULL;
