CREATE TYPE s.e AS ENUM ('a', 'bee', 'c', 'd');
CREATE TABLE s.t (x s.e DEFAULT 'bee', y s.e[]);
CREATE VIEW s.v AS SELECT x FROM s.t WHERE x = 'bee';
INSERT INTO s.t VALUES ('bee', '{bee,a}');
