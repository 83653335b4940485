CREATE DOMAIN price AS numeric; COMMENT ON DOMAIN price IS 'in euro';
