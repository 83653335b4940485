CREATE FUNCTION public.step(bigint, integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT coalesce($1, 0) + $2';
CREATE FUNCTION public.back(bigint, integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE AGGREGATE public.total(integer) (SFUNC = public.step, STYPE = bigint);
CREATE VIEW public.sums AS SELECT public.total(x) AS sum FROM generate_series(1, 3) AS x;
