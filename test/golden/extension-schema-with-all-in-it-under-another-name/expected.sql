CREATE SCHEMA app;
CREATE EXTENSION hstore SCHEMA app;
CREATE EXTENSION pg_trgm SCHEMA app;
CREATE TABLE app.t (id integer, a app.hstore DEFAULT ''::app.hstore, b text);
CREATE INDEX ON app.t USING gin (b app.gin_trgm_ops);
CREATE VIEW app.v AS SELECT id, a FROM app.t WHERE app.similarity(b, 'x') > 0.5;
CREATE FUNCTION app.f(app.hstore) RETURNS integer LANGUAGE sql AS 'SELECT 1';
GRANT SELECT ON app.v TO app_ro;
GRANT EXECUTE ON FUNCTION app.similarity(text, text) TO app_ro;
