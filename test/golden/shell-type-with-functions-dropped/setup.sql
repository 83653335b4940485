CREATE TYPE promised; CREATE FUNCTION promised_in(cstring) RETURNS promised LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
