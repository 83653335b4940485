CREATE TYPE span AS RANGE (subtype = real);
CREATE TABLE trips (id int PRIMARY KEY, span span, spans span_multirange, EXCLUDE USING gist (span WITH &&));
CREATE VIEW long AS SELECT id FROM trips WHERE span && '[1,2]';
