ALTER TYPE citext OWNER TO app_rw;
