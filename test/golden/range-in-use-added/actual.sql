CREATE TYPE span AS RANGE (subtype = real);
ALTER TABLE trips ADD span span DEFAULT span(1, 2), ADD spans span_multirange, ADD all_spans span_multirange[];
CREATE VIEW joined AS SELECT span_multirange(span) AS m FROM trips;
CREATE FUNCTION longest(s span_multirange) RETURNS span LANGUAGE sql AS 'SELECT NULL::span';
ALTER TABLE trips ADD EXCLUDE USING gist (span WITH &&);
