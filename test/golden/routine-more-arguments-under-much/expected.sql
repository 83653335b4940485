CREATE FUNCTION app.f(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
ALTER TABLE app.t ADD ok boolean DEFAULT app.f(1), ADD CONSTRAINT c CHECK (app.f(id)), ADD g boolean GENERATED ALWAYS AS (app.f(7)) STORED;
CREATE INDEX i ON app.t (app.f(id)) WHERE app.f(id + 1);
CREATE TRIGGER tr BEFORE INSERT ON app.t FOR EACH ROW WHEN (app.f(NEW.id)) EXECUTE FUNCTION app.tf();
CREATE POLICY p ON app.t USING (app.f(id) AND v <> 'a)');
CREATE VIEW app.v AS SELECT app.f(id) AS ok FROM app.t WHERE app.f(id * 2);
CREATE RULE r AS ON DELETE TO app.t WHERE app.f(OLD.id) DO ALSO NOTHING;
