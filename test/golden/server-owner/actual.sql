ALTER SERVER archive OWNER TO app_owner;
