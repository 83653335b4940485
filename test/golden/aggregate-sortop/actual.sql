CREATE OR REPLACE AGGREGATE public.least(integer) (SFUNC = pg_catalog.int4smaller, STYPE = integer, SORTOP = OPERATOR(pg_catalog.<));
