CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name varchar);
CREATE TABLE app.log (id int, what text);
CREATE RULE logged AS ON INSERT TO app.users WHERE NEW.name IN ('a', ' DO ') DO ALSO INSERT INTO app.log VALUES (NEW.id, NEW.name);
