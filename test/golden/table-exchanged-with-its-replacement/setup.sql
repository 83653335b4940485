CREATE TABLE t (id integer PRIMARY KEY, n integer);
CREATE TABLE t_new (id integer PRIMARY KEY, n bigint);
INSERT INTO t VALUES (1, 1);
