CREATE VIEW app.m AS SELECT id, total AS amount FROM app.t;
CREATE VIEW app.v AS SELECT amount FROM app.m;
CREATE MATERIALIZED VIEW app.mm AS SELECT amount FROM app.m WHERE amount > 1;
COMMENT ON COLUMN app.m.amount IS 'hm';
GRANT SELECT (amount) ON app.m TO app_ro;
GRANT SELECT ON app.m TO app_rw;
ALTER VIEW app.m ALTER amount SET DEFAULT 7;
CREATE RULE r AS ON INSERT TO app.m DO INSTEAD INSERT INTO app.t VALUES (new.id, new.amount);
CREATE FUNCTION app.f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(amount) FROM app.m; END;
