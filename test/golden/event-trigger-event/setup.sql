CREATE SCHEMA app;
CREATE FUNCTION app.guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
