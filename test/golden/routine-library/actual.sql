CREATE FUNCTION my_digest(text, text) RETURNS bytea LANGUAGE c IMMUTABLE AS 'pgcrypto', 'pg_digest';
