CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE TABLE app.log (id int, what text);
CREATE RULE logged AS ON INSERT TO app.users DO ALSO INSERT INTO app.log SELECT NEW.id, 'DO';
