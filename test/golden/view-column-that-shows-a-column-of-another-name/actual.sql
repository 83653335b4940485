CREATE MATERIALIZED VIEW app.m AS SELECT id, amount FROM app.t;
CREATE VIEW app.w AS SELECT amount FROM app.m;
CREATE VIEW app.n AS SELECT id, amount FROM app.t;
CREATE MATERIALIZED VIEW app.o AS SELECT n.amount, t.amount AS o FROM app.n, app.t;
