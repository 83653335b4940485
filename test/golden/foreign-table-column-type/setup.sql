CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER archive FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE public.orders (id int DEFAULT 3, note text) SERVER archive;
CREATE VIEW public.all_orders AS SELECT * FROM public.orders;
