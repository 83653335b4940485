CREATE TYPE span AS RANGE (subtype = real); COMMENT ON TYPE span IS 'one';
