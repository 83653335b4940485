CREATE TYPE e AS ENUM ('b', 'a');
CREATE DOMAIN d AS e CHECK (VALUE <> 'b');
CREATE TABLE held (x d);
CREATE TABLE t (id int, s e NOT NULL DEFAULT 'a', CHECK (s <> 'a' OR id > 0));
CREATE VIEW v AS SELECT * FROM t WHERE s <> 'a';
