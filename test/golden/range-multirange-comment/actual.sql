COMMENT ON TYPE span_multirange IS 'several';
