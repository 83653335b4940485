CREATE TABLE public.orders (id int, note varchar(40));
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO app_ro;
CREATE VIEW public.notes AS SELECT note FROM public.orders;
