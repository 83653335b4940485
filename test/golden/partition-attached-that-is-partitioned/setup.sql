CREATE SCHEMA app;
CREATE TABLE app.p (id int NOT NULL, at date NOT NULL, note text, UNIQUE (id, at)) PARTITION BY RANGE (at);
CREATE INDEX p_note ON app.p (note);
CREATE TABLE app.p1 (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (id);
CREATE TABLE app.p2 PARTITION OF app.p1 FOR VALUES FROM (1) TO (10);
