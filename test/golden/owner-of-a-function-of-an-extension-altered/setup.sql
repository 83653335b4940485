CREATE EXTENSION hstore;
-- alone
ALTER FUNCTION hstore(text, text) OWNER TO app_rw;
