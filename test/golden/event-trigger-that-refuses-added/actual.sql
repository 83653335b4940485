CREATE TABLE app.more (id int);
COMMENT ON TABLE app.users IS 'those';
CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION app.guard();
