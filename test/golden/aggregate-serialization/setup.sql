CREATE AGGREGATE public.average(bigint) (SFUNC = pg_catalog.int8_avg_accum, STYPE = internal, FINALFUNC = pg_catalog.numeric_poly_avg, COMBINEFUNC = pg_catalog.int8_avg_combine);
