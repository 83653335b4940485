ALTER OPERATOR public.=== (integer, bigint) SET (NEGATOR = OPERATOR(public.!==));
