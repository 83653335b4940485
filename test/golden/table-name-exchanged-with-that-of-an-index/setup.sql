CREATE TABLE a (id integer, n integer);
CREATE TABLE b (id integer, n integer);
CREATE INDEX c ON b (n);
