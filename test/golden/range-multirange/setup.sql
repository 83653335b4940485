CREATE SCHEMA geo; CREATE TYPE span AS RANGE (subtype = real); CREATE TABLE trips (spans span_multirange); COMMENT ON TYPE span_multirange IS 'several';
