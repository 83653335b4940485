CREATE SCHEMA app; CREATE TYPE app.place AS (x int, y int); CREATE TABLE app.places OF app.place; CREATE TABLE app.homes (at app.place); CREATE FUNCTION app.far(app.place) RETURNS int LANGUAGE sql AS 'SELECT ($1).x';
CREATE SCHEMA elsewhere;
