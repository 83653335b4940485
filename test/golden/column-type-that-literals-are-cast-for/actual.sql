DROP VIEW app.v;
DROP POLICY p ON app.t;
ALTER TABLE app.t ALTER n TYPE numeric(12,2);
CREATE VIEW app.v AS SELECT n + 1 AS m, coalesce(n, 0) AS k FROM app.t WHERE n = 3;
CREATE POLICY p ON app.t USING (n > 7);
