CREATE TYPE address AS (city text, zip text); CREATE TABLE people (id int, home address); CREATE VIEW zips AS SELECT (home).zip FROM people; CREATE INDEX people_zip ON people (((home).zip));
