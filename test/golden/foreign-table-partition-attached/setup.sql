CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER archive FOREIGN DATA WRAPPER far;
CREATE TABLE public.orders (id int NOT NULL, note text) PARTITION BY LIST (id);
CREATE FOREIGN TABLE public.orders_1 (id int NOT NULL, note text OPTIONS (column_name 'n')) SERVER archive;
