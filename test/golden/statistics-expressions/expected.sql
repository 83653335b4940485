CREATE STATISTICS public.places ON (lower(city)) FROM public.orders;
