CREATE STATISTICS public.places (dependencies) ON city, zip FROM public.orders;
COMMENT ON STATISTICS public.places IS 'a city has few';
