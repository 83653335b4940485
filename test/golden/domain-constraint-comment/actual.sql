COMMENT ON CONSTRAINT positive ON DOMAIN price IS 'or nothing';
