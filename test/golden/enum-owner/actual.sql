ALTER TYPE mood OWNER TO app_owner;
