DROP OPERATOR public.<<< (public.mood, integer) CASCADE;
