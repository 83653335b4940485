CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE DOMAIN d AS e CHECK (VALUE <> 'b');
CREATE TABLE held (x d);
CREATE TABLE t (id int, s e NOT NULL DEFAULT 'c', CHECK (s <> 'c' OR id > 0));
CREATE VIEW v AS SELECT * FROM t WHERE s <> 'c';
COMMENT ON VIEW v IS 'but those';
CREATE INDEX i ON other (id);
