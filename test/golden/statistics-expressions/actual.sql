CREATE STATISTICS public.places ON (city || zip) FROM public.orders;
