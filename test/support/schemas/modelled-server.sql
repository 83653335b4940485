-- What rewrites statements, runs at DDL, and belongs to the server or to no schema.
CREATE TABLE audit.seen (id bigint, name text);
CREATE RULE quiet AS ON DELETE TO audit.notes WHERE OLD.at < '2020-01-01' DO INSTEAD NOTHING;
CREATE RULE "Copy; DO" AS ON INSERT TO app.orgs DO ALSO (INSERT INTO audit.seen VALUES (NEW.id, NEW.slug); NOTIFY orgs, 'a; b');
CREATE RULE put AS ON UPDATE TO app.active WHERE NEW.name <> OLD.name DO INSTEAD UPDATE app.users SET name = NEW.name WHERE id = OLD.id;
ALTER TABLE audit.notes ENABLE ALWAYS RULE quiet;
COMMENT ON RULE quiet ON audit.notes IS 'history stays';
CREATE FUNCTION app.guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'CREATE TABLE') EXECUTE FUNCTION app.guard();
CREATE EVENT TRIGGER "Second ""guard""" ON sql_drop EXECUTE FUNCTION app.guard();
ALTER EVENT TRIGGER guard ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER guard IS 'who made it';
