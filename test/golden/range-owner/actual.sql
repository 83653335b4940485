ALTER TYPE span OWNER TO app_owner;
