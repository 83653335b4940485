CREATE SCHEMA app; CREATE SCHEMA core;
CREATE TYPE app.mood AS ENUM ('a', 'b');
CREATE TABLE app.users (id serial PRIMARY KEY, email text UNIQUE, mood app.mood DEFAULT 'a');
CREATE TABLE app.orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, u int REFERENCES app.users);
CREATE VIEW app.v AS SELECT u.id, email FROM app.users u JOIN app.orders o ON o.u = u.id;
CREATE FUNCTION app.f(app.mood) RETURNS int LANGUAGE sql IMMUTABLE AS 'select 1';
GRANT USAGE ON SCHEMA app TO PUBLIC;
INSERT INTO app.users (email) VALUES ('a');
