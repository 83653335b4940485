CREATE INDEX p1_a_idx ON app.p1 (id, a);
