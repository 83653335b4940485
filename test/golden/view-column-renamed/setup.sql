CREATE SCHEMA app;
CREATE TABLE app.t (id int, total int);
CREATE VIEW app.m AS SELECT id, total FROM app.t;
CREATE VIEW app.v AS SELECT total FROM app.m;
COMMENT ON COLUMN app.m.total IS 'hm';
GRANT SELECT (total) ON app.m TO app_ro;
