CREATE MATERIALIZED VIEW app.m AS WITH x AS (SELECT 1) SELECT id, CASE WHEN total > 1 THEN 2 ELSE 3 END AS "aMount", count(*) FILTER (WHERE id > 1) AS n, total FROM app.t GROUP BY id, total ORDER BY total;
CREATE UNIQUE INDEX m_id ON app.m (id);
CREATE INDEX m_total ON app.m (("aMount" + 1)) WHERE "aMount" > 3;
CREATE STATISTICS app.st ON id, "aMount" FROM app.m;
CREATE VIEW app.v AS SELECT "aMount" FROM app.m;
ALTER MATERIALIZED VIEW app.m ALTER "aMount" SET STATISTICS 5;
CREATE MATERIALIZED VIEW app.u AS SELECT id, total FROM app.t UNION SELECT total, id FROM app.t ORDER BY 2;
