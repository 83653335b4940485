CREATE AGGREGATE public.total(integer) (SFUNC = public.step, STYPE = bigint);
CREATE VIEW public.sums AS SELECT public.total(x)::text AS sum FROM generate_series(1, 3) AS x;
