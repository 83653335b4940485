CREATE AGGREGATE public.percentile(p double precision ORDER BY v anyelement) (SFUNC = pg_catalog.ordered_set_transition, STYPE = internal, FINALFUNC = pg_catalog.percentile_disc_final, FINALFUNC_EXTRA);
COMMENT ON AGGREGATE public.percentile(double precision ORDER BY anyelement) IS 'one';
