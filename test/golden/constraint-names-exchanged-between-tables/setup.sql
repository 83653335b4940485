CREATE TABLE a (id integer PRIMARY KEY, n integer);
CREATE TABLE b (id integer PRIMARY KEY, n integer);
CREATE INDEX a_n ON a (n);
CREATE INDEX b_n ON b (n);
