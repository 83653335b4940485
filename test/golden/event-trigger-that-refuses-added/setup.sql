CREATE SCHEMA app;
CREATE TABLE app.users (id int);
CREATE FUNCTION app.guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$;
