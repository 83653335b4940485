CREATE SCHEMA one; CREATE SCHEMA two;
CREATE TABLE one.t (id bigint CONSTRAINT one_key PRIMARY KEY, a text); CREATE TABLE two.t (id bigint CONSTRAINT two_key PRIMARY KEY, b int NOT NULL, c date);
CREATE VIEW one.v AS SELECT t.a, u.b FROM one.t t, two.t u;
