CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = public.mood, RIGHTARG = public.mood);CREATE OPERATOR public.!== (FUNCTION = public.ne, LEFTARG = public.mood, RIGHTARG = public.mood);
