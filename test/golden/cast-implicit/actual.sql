CREATE CAST (public.mood AS integer) WITH FUNCTION public.number(public.mood) AS IMPLICIT;
