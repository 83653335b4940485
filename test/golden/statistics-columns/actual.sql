CREATE STATISTICS public.places ON city, zip, street FROM public.orders;
