CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER archive FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE public.orders (id int) SERVER archive;
CREATE VIEW public.all_orders AS SELECT * FROM public.orders;
