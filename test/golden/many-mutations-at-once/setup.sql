CREATE SCHEMA app;
CREATE TABLE app.users (id bigserial PRIMARY KEY, email varchar(100) NOT NULL UNIQUE, status text DEFAULT 'new', org int);
CREATE TABLE app.orgs (id serial PRIMARY KEY, name text);
ALTER TABLE app.users ADD CONSTRAINT users_org FOREIGN KEY (org) REFERENCES app.orgs ON DELETE SET NULL;
CREATE INDEX users_status ON app.users (status);
CREATE VIEW app.active AS SELECT id, email FROM app.users WHERE status = 'active';
CREATE FUNCTION app.noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.noop();
GRANT SELECT ON app.active TO app_ro;
