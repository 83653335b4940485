CREATE FUNCTION double(n int, times int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * times';
