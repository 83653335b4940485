CREATE EVENT TRIGGER "My ""guard""" ON ddl_command_start EXECUTE FUNCTION app.guard();
COMMENT ON EVENT TRIGGER "My ""guard""" IS 'nobody knows';
