ALTER FOREIGN TABLE public.orders OPTIONS (SET table_name 'other', DROP schema_name, ADD fetch_size '7');
