CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text, gone bool);
CREATE VIEW app.names AS SELECT id, name FROM app.users;
CREATE RULE put AS ON INSERT TO app.names DO INSTEAD INSERT INTO app.users VALUES (NEW.id, NEW.name) RETURNING users.id, users.name;
COMMENT ON RULE put ON app.names IS 'writable';
