ALTER FUNCTION hstore(text, text) OWNER TO app_owner;
-- alone
GRANT EXECUTE ON FUNCTION hstore(text, text) TO app_owner WITH GRANT OPTION;
-- alone
REVOKE ALL ON FUNCTION hstore(text, text) FROM app_owner;
GRANT ALL ON FUNCTION hstore(text, text) TO app_owner;
