CREATE FUNCTION app.f(a text, b app.mood DEFAULT 'low') RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT a';
ALTER TABLE app.t ALTER v SET DEFAULT app.f('x'::text, 'high'), ADD w text DEFAULT app.f('y'::text, 'high'), ADD CONSTRAINT c CHECK (app.f(v, 'high') <> 'z');
CREATE VIEW app.v AS SELECT app.f(v, 'high') AS said FROM app.t;
CREATE POLICY p ON app.t USING (app.f(v, 'high') <> '');
CREATE FUNCTION app.g(a text DEFAULT app.f('g'::text, 'high')) RETURNS text LANGUAGE sql RETURN app.f(a, 'high');
