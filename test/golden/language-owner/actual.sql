ALTER LANGUAGE plother OWNER TO app_owner;
