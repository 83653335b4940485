CREATE SCHEMA app;
CREATE TABLE app.p (id int, a int) PARTITION BY RANGE (id);
CREATE INDEX pi ON app.p (a);
CREATE TABLE app.p1 (id int, a int);
CREATE INDEX p1i ON app.p1 (a) WITH (fillfactor = 70);
