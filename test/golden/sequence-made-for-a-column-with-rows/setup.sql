CREATE SCHEMA app;
CREATE TABLE app.visit (id integer NOT NULL, note text);
INSERT INTO app.visit VALUES (1, 'one');
