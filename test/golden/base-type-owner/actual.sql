ALTER TYPE app.number OWNER TO app_owner;
