CREATE VIEW app.m WITH (security_barrier) AS SELECT id AS c, total + 1 AS d, name FROM app.t WHERE id > 1;
CREATE VIEW app.v AS SELECT c AS a, d AS b FROM app.m;
ALTER VIEW app.m ALTER d SET DEFAULT 2;
COMMENT ON COLUMN app.m.name IS 'x';
