ALTER COLLATION ordered OWNER TO app_owner;
