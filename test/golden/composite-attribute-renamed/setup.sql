CREATE SCHEMA app; CREATE TYPE app.place AS (x int, y int); CREATE TABLE app.places OF app.place; CREATE TABLE app.homes (at app.place); CREATE VIEW app.xs AS SELECT (at).x FROM app.homes;
