-- The same for what 15 brought.
SET search_path = corpus, public;
CREATE TABLE once (a int, b int, c int UNIQUE NULLS NOT DISTINCT, CONSTRAINT k PRIMARY KEY (a, b));
CREATE UNIQUE INDEX ON once (b, (c + 1)) NULLS NOT DISTINCT WHERE b > 0;
ALTER TABLE once ADD d int, ADD e int, ADD FOREIGN KEY (d, e) REFERENCES once (a, b) ON DELETE SET DEFAULT (e);
CREATE VIEW invoked WITH (security_invoker, security_barrier = false) AS SELECT a FROM once;
CREATE UNLOGGED SEQUENCE quick; ALTER SEQUENCE down SET UNLOGGED;
CREATE PUBLICATION parts FOR TABLE people (id, name, nick) WHERE (nick IN ('a', 'b') AND id > 5); CREATE PUBLICATION whole FOR TABLES IN SCHEMA "a.b", CURRENT_SCHEMA WITH (publish = 'truncate');
CREATE FUNCTION merges(n int) RETURNS void LANGUAGE sql BEGIN ATOMIC MERGE INTO once o USING keys k ON o.a = k.a AND k.c IN ('x', 'y') WHEN MATCHED AND k.b > n THEN UPDATE SET c = k.b WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND k.c <> 'z' THEN INSERT (a, b) OVERRIDING USER VALUE VALUES (k.a, k.b); END;
CREATE TABLE scaled (a numeric(3, -2) DEFAULT 100, b numeric(2, 4));
CREATE VIEW matched AS SELECT regexp_count(name, 'a') AS a, regexp_substr(name, 'b', 1, 2) AS b, range_agg(during) AS c FROM people GROUP BY name;
