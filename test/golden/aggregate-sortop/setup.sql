CREATE AGGREGATE public.least(integer) (SFUNC = pg_catalog.int4smaller, STYPE = integer);
