ALTER TYPE address ADD ATTRIBUTE zip text; COMMENT ON COLUMN address.zip IS 'code';
