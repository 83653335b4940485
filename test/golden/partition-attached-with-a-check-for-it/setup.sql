CREATE SCHEMA app;
CREATE TABLE app.p (id int NOT NULL, at date, CONSTRAINT ck CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE TABLE app.p1 (id int NOT NULL, at date);
