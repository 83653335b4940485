CREATE TYPE point3 AS (x int, y int, z int);
CREATE TABLE places (id int PRIMARY KEY, spot point3 DEFAULT ROW(1, 2, 3), spots point3[]);
CREATE INDEX places_x ON places (((spot).x));
CREATE VIEW xs AS SELECT (spot).x FROM places;
CREATE POLICY near ON places USING ((spot).x < 10);
CREATE FUNCTION origin() RETURNS point3 LANGUAGE sql AS 'SELECT ROW(0, 0, 0)::point3';
