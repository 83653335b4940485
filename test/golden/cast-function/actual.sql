CREATE CAST (public.mood AS integer) WITH FUNCTION public.other(public.mood);
