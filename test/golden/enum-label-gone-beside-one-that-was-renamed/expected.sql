CREATE TYPE s.e AS ENUM ('a', 'b', 'c');
CREATE TABLE s.t (x s.e DEFAULT 'b', y s.e[]);
CREATE VIEW s.v AS SELECT x FROM s.t WHERE x = 'b';
INSERT INTO s.t VALUES ('b', '{b,a}');
