ALTER SCHEMA words OWNER TO app_rw;
