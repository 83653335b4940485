CREATE TYPE address AS (city varchar(50), zip text);
CREATE TYPE addresses AS ("all" address[]);
CREATE VIEW homes AS SELECT ROW('here', '1')::address AS home;
CREATE VIEW cities AS SELECT (home).city FROM homes;
CREATE FUNCTION city_of(a address) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT (a).city; END;
