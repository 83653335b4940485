DROP OPERATOR public.!== (public.mood, public.mood);
