CREATE SCHEMA app;
CREATE TABLE app.r (id int primary key);
CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE app.p (id int NOT NULL REFERENCES app.r, at date NOT NULL, note text, CONSTRAINT p_pkey PRIMARY KEY (id, at), CONSTRAINT u UNIQUE (at, note), CONSTRAINT ck CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE INDEX p_note ON app.p (note);
CREATE TRIGGER tr AFTER INSERT ON app.p FOR EACH ROW EXECUTE FUNCTION app.f();
CREATE TABLE app.p1 (id int NOT NULL, at date NOT NULL, note text, CONSTRAINT ck CHECK (id > 0));
