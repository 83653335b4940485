CREATE TYPE geo.days;
CREATE FUNCTION geo.whole(geo.days) RETURNS geo.days LANGUAGE internal IMMUTABLE STRICT AS 'daterange_canonical';
CREATE TYPE geo.days AS RANGE (subtype = date, canonical = geo.whole);
