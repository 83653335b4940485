CREATE MATERIALIZED VIEW app.m AS SELECT id, sum FROM app.t;
CREATE VIEW app.w AS SELECT sum FROM app.m;
CREATE VIEW app.n AS SELECT id, sum FROM app.t;
CREATE MATERIALIZED VIEW app.o AS SELECT n.sum AS amount, t.sum AS o FROM app.n, app.t;
