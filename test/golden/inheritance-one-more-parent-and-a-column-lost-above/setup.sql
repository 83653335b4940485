CREATE SCHEMA app;
CREATE TABLE app.two (id int, b int);
CREATE TABLE app.one (id int, a int);
CREATE TABLE app.h () INHERITS (app.one);
