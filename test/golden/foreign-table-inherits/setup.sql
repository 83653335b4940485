CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER archive FOREIGN DATA WRAPPER far;
CREATE TABLE public.orders (id int);
CREATE FOREIGN TABLE public.old_orders (id int) SERVER archive;
