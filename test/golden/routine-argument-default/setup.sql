CREATE FUNCTION double(n int, times int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * times';
CREATE VIEW doubles AS SELECT double(1, 2) AS n;
