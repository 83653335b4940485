CREATE VIEW app.a AS SELECT id, total AS x FROM app.t;
CREATE VIEW app.b AS SELECT id, x FROM app.a;
CREATE VIEW app.c AS SELECT id, x FROM app.b WHERE x > 1;
