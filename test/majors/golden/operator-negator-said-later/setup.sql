CREATE FUNCTION public.eq(integer, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE FUNCTION public.ne(integer, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> $2';
CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = integer, RIGHTARG = bigint);
CREATE OPERATOR public.!== (FUNCTION = public.ne, LEFTARG = integer, RIGHTARG = bigint);
