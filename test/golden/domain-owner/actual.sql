ALTER DOMAIN price OWNER TO app_owner;
