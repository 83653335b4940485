COMMENT ON COLUMN names.name IS 'as written';
