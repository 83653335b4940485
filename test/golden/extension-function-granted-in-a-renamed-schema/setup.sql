CREATE SCHEMA soft;
CREATE EXTENSION citext SCHEMA soft;
CREATE TABLE soft.t (a soft.citext);
GRANT EXECUTE ON FUNCTION soft.citext_eq(soft.citext, soft.citext) TO app_ro;
COMMENT ON FUNCTION soft.citext_ne(soft.citext, soft.citext) IS 'mine';
