CREATE FUNCTION my_digest(text, text) RETURNS bytea LANGUAGE c IMMUTABLE AS '$libdir/pgcrypto', 'pg_digest';
