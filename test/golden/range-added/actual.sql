CREATE FUNCTION distance(a real, b real) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT (a - b)::double precision';
CREATE TYPE span AS RANGE (subtype = real, subtype_diff = distance, multirange_type_name = "Several spans");
COMMENT ON TYPE span IS 'from here to there';
COMMENT ON TYPE "Several spans" IS 'several';
REVOKE USAGE ON TYPE span FROM PUBLIC;
ALTER TYPE span OWNER TO app_owner;
