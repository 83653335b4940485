CREATE TABLE events (id int, what text) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
