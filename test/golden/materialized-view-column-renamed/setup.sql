CREATE SCHEMA app;
CREATE TABLE app.t (id int, total int);
CREATE MATERIALIZED VIEW app.m AS SELECT id, total FROM app.t;
CREATE UNIQUE INDEX m_id ON app.m (id);
CREATE INDEX m_total ON app.m ((total + 1)) WHERE total > 3;
CREATE STATISTICS app.st ON id, total FROM app.m;
CREATE VIEW app.v AS SELECT total FROM app.m;
