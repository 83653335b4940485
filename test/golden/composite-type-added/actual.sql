CREATE TYPE address AS (street varchar(100), "No." int, city text COLLATE "C");
CREATE TYPE nothing AS ();
COMMENT ON TYPE address IS 'where';
COMMENT ON COLUMN address."No." IS 'with letters';
REVOKE USAGE ON TYPE address FROM PUBLIC;
GRANT USAGE ON TYPE address TO app_rw;
ALTER TYPE address OWNER TO app_owner;
