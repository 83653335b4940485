CREATE FUNCTION public.eq(integer, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE FUNCTION public.eq(bigint, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = integer, RIGHTARG = bigint);
CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = bigint, RIGHTARG = integer);
CREATE VIEW public.v AS SELECT 1 OPERATOR(public.===) 2::bigint AS same;
