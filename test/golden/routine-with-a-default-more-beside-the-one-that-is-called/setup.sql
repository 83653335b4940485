CREATE SCHEMA app;
CREATE TABLE app.t (id int, v text);
CREATE TYPE app.mood AS ENUM ('low', 'high');
CREATE FUNCTION app.f(a text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT a';
