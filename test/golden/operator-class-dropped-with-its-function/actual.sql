DROP FUNCTION public.compare(public.mood, public.mood) CASCADE;
