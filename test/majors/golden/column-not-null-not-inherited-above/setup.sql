CREATE SCHEMA app;
CREATE TABLE app.base (id int CONSTRAINT has_id NOT NULL);
CREATE TABLE app.child (extra int) INHERITS (app.base);
