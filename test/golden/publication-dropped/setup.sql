CREATE TABLE public.orders (id int PRIMARY KEY);
CREATE SCHEMA app;
CREATE PUBLICATION feed FOR TABLE public.orders, TABLES IN SCHEMA app;
COMMENT ON PUBLICATION feed IS 'to the warehouse';
