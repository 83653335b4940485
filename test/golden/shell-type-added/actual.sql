CREATE TYPE app.promised; COMMENT ON TYPE app.promised IS 'to come'; ALTER TYPE app.promised OWNER TO app_owner;
