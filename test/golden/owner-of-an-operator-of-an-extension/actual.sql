ALTER OPERATOR = (citext, citext) OWNER TO app_rw;
