CREATE DOMAIN price AS numeric CONSTRAINT positive CHECK (VALUE >= 0); CREATE TABLE orders (total price); COMMENT ON CONSTRAINT positive ON DOMAIN price IS 'or nothing';
