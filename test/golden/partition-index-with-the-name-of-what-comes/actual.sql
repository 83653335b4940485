ALTER INDEX app.p1_a_idx RENAME TO other;
CREATE TABLE app.p1_a_idx (id int);
CREATE VIEW app.kept AS SELECT id FROM app.p1_a_idx;
