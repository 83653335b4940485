COMMENT ON COLUMN address.city IS 'or village';
