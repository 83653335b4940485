DROP POLICY p ON app.t;
DROP VIEW app.v;
DROP FUNCTION app.f(int);
CREATE FUNCTION app.f(y int) RETURNS bool LANGUAGE sql AS 'SELECT true';
CREATE POLICY p ON app.t USING (app.f(a));
CREATE VIEW app.v AS SELECT app.f(y => a) AS y FROM app.t;
