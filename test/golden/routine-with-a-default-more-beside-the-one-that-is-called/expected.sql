ALTER TABLE app.t ALTER v SET DEFAULT app.f('x'::text), ADD w text DEFAULT app.f('y'::text), ADD CONSTRAINT c CHECK (app.f(v) <> 'z');
CREATE VIEW app.v AS SELECT app.f(v) AS said FROM app.t;
CREATE POLICY p ON app.t USING (app.f(v) <> '');
CREATE FUNCTION app.g(a text DEFAULT app.f('g'::text)) RETURNS text LANGUAGE sql RETURN app.f(a);
