ALTER SCHEMA app OWNER TO app_owner;
