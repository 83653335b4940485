DROP INDEX app.pi;
CREATE VIEW app.p1_a_idx AS SELECT 1 AS one;
