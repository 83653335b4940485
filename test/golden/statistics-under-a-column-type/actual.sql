ALTER TABLE public.orders ALTER city TYPE varchar(30);
CREATE STATISTICS public.places ON city, zip FROM public.orders;
ALTER STATISTICS public.places SET STATISTICS 77;
ALTER STATISTICS public.places OWNER TO app_owner;
