CREATE SCHEMA s;
CREATE TABLE s.t (id int PRIMARY KEY, a int, r int4range);
