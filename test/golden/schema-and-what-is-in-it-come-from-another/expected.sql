CREATE SCHEMA app; CREATE SCHEMA core;
CREATE TABLE app.users (id serial PRIMARY KEY, email text UNIQUE);
CREATE TABLE app.notes (id int, body text);
CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select 1';
CREATE TABLE core.app (id int);
