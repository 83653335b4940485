CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER archive FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE public.orders (id int) SERVER archive OPTIONS (table_name 'o', schema_name 's');
