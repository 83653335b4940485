CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER archive FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE public.orders (id int OPTIONS (column_name 'x', gone 'y')) SERVER archive;
