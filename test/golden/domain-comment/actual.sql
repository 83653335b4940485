COMMENT ON DOMAIN price IS 'in cent';
