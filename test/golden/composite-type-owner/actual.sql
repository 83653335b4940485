ALTER TYPE address OWNER TO app_owner;
