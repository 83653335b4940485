CREATE SCHEMA app;
CREATE TABLE public.users (id serial PRIMARY KEY, email text UNIQUE);
CREATE TABLE app.notes (id int, body text);
CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select 1';
CREATE TABLE app.app (id int);
INSERT INTO app.app VALUES (1); INSERT INTO public.users (email) VALUES ('a');
