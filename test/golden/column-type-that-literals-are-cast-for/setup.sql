CREATE SCHEMA app;
CREATE TABLE app.t (id int, n int DEFAULT 3, CONSTRAINT ck CHECK (n * 2 > 5 AND n <> ALL (ARRAY[1, 2])));
CREATE INDEX i ON app.t ((n + 1)) WHERE n > 5;
CREATE VIEW app.v AS SELECT n + 1 AS m, coalesce(n, 0) AS k FROM app.t WHERE n = 3;
CREATE POLICY p ON app.t USING (n > 7);
