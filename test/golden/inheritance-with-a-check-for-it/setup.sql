CREATE SCHEMA app;
CREATE TABLE app.p (id int NOT NULL, CONSTRAINT ck CHECK (id > 0));
CREATE TABLE app.p1 (id int NOT NULL, x int);
