CREATE TYPE point3 AS (x int, y int, z int);
CREATE TYPE line AS (points point3[], at places);
ALTER TABLE places ADD spot point3 DEFAULT ROW(1, 2, 3);
CREATE INDEX places_x ON places (((spot).x));
CREATE VIEW xs AS SELECT (spot).x FROM places;
CREATE FUNCTION origin() RETURNS point3 LANGUAGE sql BEGIN ATOMIC SELECT ROW(0, 0, 0)::point3; END;
