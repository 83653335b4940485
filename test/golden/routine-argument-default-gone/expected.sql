CREATE FUNCTION double(n int, times int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * times';
