CREATE VIEW app.m AS SELECT id, total FROM app.t;
CREATE VIEW app.v AS SELECT total AS amount FROM app.m;
CREATE MATERIALIZED VIEW app.mm AS SELECT total AS amount FROM app.m WHERE total > 1;
COMMENT ON COLUMN app.m.total IS 'hm';
GRANT SELECT (total) ON app.m TO app_ro;
GRANT SELECT ON app.m TO app_rw;
ALTER VIEW app.m ALTER total SET DEFAULT 7;
CREATE RULE r AS ON INSERT TO app.m DO INSTEAD INSERT INTO app.t VALUES (new.id, new.total);
CREATE FUNCTION app.f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(total) AS sum FROM app.m; END;
