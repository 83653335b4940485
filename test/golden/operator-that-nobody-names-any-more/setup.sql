CREATE OPERATOR public.=== (LEFTARG = boolean, RIGHTARG = boolean, FUNCTION = booleq, NEGATOR = OPERATOR(public.!==));
