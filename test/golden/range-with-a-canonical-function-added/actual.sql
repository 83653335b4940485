CREATE TYPE geo.days;
CREATE FUNCTION geo.whole(geo.days) RETURNS geo.days LANGUAGE internal IMMUTABLE STRICT AS 'daterange_canonical';
CREATE TYPE geo.days AS RANGE (subtype = date, canonical = geo.whole);
ALTER TABLE trips ADD days geo.days DEFAULT '[2024-01-01,2024-02-01)'; ALTER FUNCTION geo.whole OWNER TO app_owner;
REVOKE EXECUTE ON FUNCTION geo.whole FROM PUBLIC;
