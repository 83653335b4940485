CREATE VIEW app.m AS SELECT id AS a, total AS b FROM app.t;
CREATE VIEW app.v AS SELECT a, b FROM app.m;
GRANT SELECT (a) ON app.m TO app_ro;
COMMENT ON COLUMN app.m.b IS 'x';
