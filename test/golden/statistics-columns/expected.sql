CREATE STATISTICS public.places ON zip, city FROM public.orders;
