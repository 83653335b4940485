CREATE SCHEMA app;
CREATE TABLE app.users (name text, n int);
CREATE FUNCTION app.norm(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS 'SELECT lower(t)';
CREATE INDEX users_norm ON app.users (app.norm(name));
CREATE VIEW app.names AS SELECT app.norm(name) AS name FROM app.users;
ALTER TABLE app.users ADD CONSTRAINT normal CHECK (app.norm(name) <> '');
CREATE POLICY own ON app.users USING (app.norm(name) = CURRENT_USER);
