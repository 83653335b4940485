COMMENT ON TYPE address IS 'where';
