CREATE SCHEMA app;
CREATE TABLE app.p (id int, a int) PARTITION BY RANGE (id);
CREATE INDEX pi ON app.p (a);
CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES FROM (1) TO (10);
ALTER INDEX app.p1_a_idx SET (fillfactor = 44);
