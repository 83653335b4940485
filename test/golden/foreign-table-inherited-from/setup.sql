CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER archive FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE public.orders (id int) SERVER archive;
CREATE TABLE public.new_orders (id int);
