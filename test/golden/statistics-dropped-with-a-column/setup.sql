CREATE TABLE public.orders (id int, city text, zip text);
CREATE STATISTICS public.places ON city, zip FROM public.orders;
COMMENT ON STATISTICS public.places IS 'a city has few';
