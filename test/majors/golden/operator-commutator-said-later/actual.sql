ALTER OPERATOR public.=== (integer, bigint) SET (COMMUTATOR = OPERATOR(public.===));
