-- The same for what 16 brought.
SET search_path = corpus, public;
CREATE COLLATION ruled (provider = icu, locale = 'und', rules = '&a < g');
CREATE TABLE stored (a text STORAGE EXTERNAL COMPRESSION pglz, b jsonb STORAGE MAIN);
CREATE VIEW json_ AS SELECT JSON_OBJECT('a': id, 'b': name ABSENT ON NULL) AS a, JSON_ARRAY(id, name NULL ON NULL) AS b, name IS JSON OBJECT WITH UNIQUE KEYS AS c, doc IS NOT JSON AS d, any_value(nick) AS e, JSON_ARRAYAGG(id ORDER BY id) AS f FROM people GROUP BY id, name, doc;
CREATE STATISTICS ON n, f FROM people;
CREATE VIEW literals AS SELECT 0x1F AS a, 1_000 AS b, 0o17 AS c, random_normal(0, 1) AS d, system_user AS e;
CREATE FUNCTION merges_16() RETURNS void LANGUAGE sql BEGIN ATOMIC MERGE INTO once o USING (SELECT a FROM keys WHERE c = 'x') k ON o.a = k.a WHEN MATCHED THEN DO NOTHING; END;
