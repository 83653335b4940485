CREATE SCHEMA app;
CREATE TABLE app.t (id int, v text);
CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
