DROP FUNCTION public.number(public.mood) CASCADE;
