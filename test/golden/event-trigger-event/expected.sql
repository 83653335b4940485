CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION app.guard();
