CREATE SCHEMA app;
CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE TABLE app.p (id int, a int) PARTITION BY RANGE (id);
CREATE INDEX pi ON app.p (app.f(a));
CREATE TABLE app.p1 (id int, a int);
CREATE INDEX p1i ON app.p1 (app.f(a)) WITH (fillfactor = 70);
