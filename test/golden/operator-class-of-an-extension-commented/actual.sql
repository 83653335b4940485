COMMENT ON OPERATOR CLASS public.gin_trgm_ops USING gin IS 'for the search';
