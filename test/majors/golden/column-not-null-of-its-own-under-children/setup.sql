CREATE SCHEMA app;
CREATE TABLE app.base (id int, note text);
CREATE TABLE app.child (extra int) INHERITS (app.base);
CREATE TABLE app.parts (id int, note text) PARTITION BY LIST (id);
CREATE TABLE app.part PARTITION OF app.parts FOR VALUES IN (1);
