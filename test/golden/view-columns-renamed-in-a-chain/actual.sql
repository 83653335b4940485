CREATE VIEW app.a AS SELECT id, total FROM app.t;
CREATE VIEW app.b AS SELECT id, total FROM app.a;
CREATE VIEW app.c AS SELECT id, total FROM app.b WHERE total > 1;
