CREATE SCHEMA app;
CREATE TABLE app.t (a int);
CREATE FUNCTION app.f(x int) RETURNS bool LANGUAGE sql AS 'SELECT true';
CREATE POLICY p ON app.t USING (app.f(a));
CREATE VIEW app.v AS SELECT app.f(x => a) AS y FROM app.t;
