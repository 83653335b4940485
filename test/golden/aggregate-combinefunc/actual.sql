CREATE OR REPLACE AGGREGATE public.total(integer) (SFUNC = public.step, STYPE = bigint, COMBINEFUNC = pg_catalog.int8pl);
