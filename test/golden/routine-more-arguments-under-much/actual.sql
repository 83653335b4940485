CREATE FUNCTION app.f(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
ALTER TABLE app.t ADD ok boolean DEFAULT app.f(3, 1), ADD CONSTRAINT c CHECK (app.f(3, id)), ADD g boolean GENERATED ALWAYS AS (app.f(3, 7)) STORED;
CREATE INDEX i ON app.t (app.f(3, id)) WHERE app.f(3, id + 1);
CREATE TRIGGER tr BEFORE INSERT ON app.t FOR EACH ROW WHEN (app.f(3, NEW.id)) EXECUTE FUNCTION app.tf();
CREATE POLICY p ON app.t USING (app.f(3, id) AND v <> 'a)');
CREATE VIEW app.v AS SELECT app.f(3, id) AS ok FROM app.t WHERE app.f(3, id * 2);
CREATE RULE r AS ON DELETE TO app.t WHERE app.f(3, OLD.id) DO ALSO NOTHING;
