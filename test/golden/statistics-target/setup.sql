CREATE TABLE public.orders (city text, zip text);
CREATE STATISTICS public.places ON city, zip FROM public.orders;
