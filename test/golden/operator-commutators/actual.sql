CREATE OPERATOR public.<<< (FUNCTION = public.lt, LEFTARG = public.mood, RIGHTARG = public.mood);CREATE OPERATOR public.>>> (FUNCTION = public.gt, LEFTARG = public.mood, RIGHTARG = public.mood);
