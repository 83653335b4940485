CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = public.mood, RIGHTARG = public.mood, NEGATOR = OPERATOR(public.!==));
