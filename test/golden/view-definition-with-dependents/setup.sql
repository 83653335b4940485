CREATE TABLE users (id int PRIMARY KEY, name text, active boolean);
CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
