DROP VIEW app.sums CASCADE;
CREATE MATERIALIZED VIEW app.sums AS SELECT id, sum(total) AS total FROM app.orders GROUP BY id;
CREATE UNIQUE INDEX ON app.sums (id);
CREATE VIEW app.high AS SELECT * FROM app.sums WHERE total > 100;
GRANT SELECT ON app.sums TO app_ro;
