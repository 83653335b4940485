DROP STATISTICS public.places;
