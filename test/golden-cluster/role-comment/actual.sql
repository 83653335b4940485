COMMENT ON ROLE app IS 'whoever';
