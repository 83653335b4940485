CREATE SCHEMA app;
CREATE FUNCTION app.guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION app.other() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
