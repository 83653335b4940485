CREATE SCHEMA app; CREATE AGGREGATE app.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0'); CREATE TABLE app.t (n int); CREATE VIEW app.v AS SELECT app.total(n) AS n FROM app.t;
CREATE SCHEMA elsewhere;
