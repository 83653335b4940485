DROP VIEW cities; DROP FUNCTION city_of;
ALTER TYPE address ALTER ATTRIBUTE city TYPE varchar(80);
CREATE VIEW cities AS SELECT (home).city FROM homes;
CREATE FUNCTION city_of(a address) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT (a).city; END;
