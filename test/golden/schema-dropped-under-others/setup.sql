CREATE SCHEMA base;
CREATE SCHEMA app;
CREATE TYPE base.mood AS ENUM ('a');
CREATE TABLE base.users (id int PRIMARY KEY);
CREATE FUNCTION base.noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE app.orders (id int PRIMARY KEY, user_id int REFERENCES base.users);
CREATE TRIGGER watch BEFORE UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION base.noop();
CREATE VIEW app.ids AS SELECT id FROM base.users;
GRANT USAGE ON SCHEMA base TO app_ro;
