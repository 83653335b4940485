-- The same for what 17 brought.
SET search_path = corpus, public;
GRANT MAINTAIN ON keys TO app_ro; GRANT ALL ON stored TO app_ro;
ALTER DEFAULT PRIVILEGES IN SCHEMA corpus GRANT MAINTAIN ON TABLES TO app_owner; CREATE TABLE maintained (a int);
CREATE TABLE numbered (a int, n bigint GENERATED ALWAYS AS IDENTITY, during int4range) PARTITION BY RANGE (a); CREATE TABLE numbered_1 PARTITION OF numbered FOR VALUES FROM (0) TO (10);
CREATE TABLE expressed (a int, b int GENERATED ALWAYS AS (a + 1) STORED); ALTER TABLE expressed ALTER b SET EXPRESSION AS (a + 2), ALTER a SET STATISTICS DEFAULT;
CREATE VIEW json_table_ AS SELECT p.id, j.* FROM people p, JSON_TABLE(p.doc, '$.items[*]' PASSING 1 AS one COLUMNS (n FOR ORDINALITY, a text PATH '$.a' DEFAULT 'x' ON EMPTY NULL ON ERROR, b boolean EXISTS PATH '$.b', NESTED PATH '$.c[*]' COLUMNS (c int PATH '$'))) j;
CREATE VIEW json_values AS SELECT JSON_VALUE(doc, '$.a' RETURNING int DEFAULT 0 ON ERROR) AS a, JSON_QUERY(doc, '$.b' WITH CONDITIONAL WRAPPER KEEP QUOTES) AS b, JSON_EXISTS(doc, '$.c ? (@ > $x)' PASSING 1 AS x) AS c, JSON_SCALAR(1) AS d, at AT LOCAL AS e FROM people;
CREATE EVENT TRIGGER corpus_login ON login EXECUTE FUNCTION at_ddl(); ALTER EVENT TRIGGER corpus_login DISABLE;
CREATE FUNCTION merges_17() RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC MERGE INTO once o USING keys k ON o.a = k.a WHEN NOT MATCHED BY SOURCE THEN DELETE WHEN MATCHED THEN UPDATE SET c = 1 RETURNING o.a; END;
CREATE COLLATION built_in (provider = builtin, locale = 'C.UTF-8');
