CREATE FUNCTION public.eq(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(public.===));
CREATE VIEW public.v AS SELECT 1 OPERATOR(public.===) 2 AS same;
