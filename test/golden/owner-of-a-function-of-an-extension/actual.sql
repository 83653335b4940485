ALTER FUNCTION citext_eq(citext, citext) OWNER TO app_rw;
