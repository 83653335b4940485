CREATE SCHEMA app;
CREATE TABLE app.p (id int);
CREATE TABLE app.c (CONSTRAINT ck CHECK (id > 0)) INHERITS (app.p);
