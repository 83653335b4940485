COMMENT ON AGGREGATE public.percentile(double precision ORDER BY anyelement) IS 'other';
