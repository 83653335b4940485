CREATE SCHEMA app; CREATE FUNCTION app.guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION app.guard();
