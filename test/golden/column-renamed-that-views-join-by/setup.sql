CREATE SCHEMA app;
CREATE TABLE app.t (id int, n text);
CREATE VIEW app.v AS SELECT * FROM app.t;
CREATE VIEW app.w AS SELECT v.id FROM app.v JOIN app.t USING (id);
