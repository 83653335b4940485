CREATE SCHEMA app;
CREATE TABLE app.t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n serial, v text UNIQUE CHECK (v <> ''));
CREATE INDEX t_v_idx ON app.t (v);
CREATE TABLE app.t_new (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n serial, v text UNIQUE CHECK (v <> ''), w text);
CREATE INDEX t_new_v_idx ON app.t_new (v);
CREATE TABLE app.child (id bigint REFERENCES app.t);
CREATE VIEW app.seen AS SELECT id FROM app.t;
