CREATE TYPE geo.span AS RANGE (subtype = real);
CREATE VIEW geo.spans AS SELECT '[1,2]'::geo.span AS span, '{}'::geo.span_multirange[] AS none;
CREATE FUNCTION geo.none(s geo.span_multirange) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT isempty(s); END;
GRANT USAGE ON TYPE geo.span TO app_ro;
