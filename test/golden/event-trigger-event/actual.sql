CREATE EVENT TRIGGER guard ON ddl_command_end EXECUTE FUNCTION app.guard();
