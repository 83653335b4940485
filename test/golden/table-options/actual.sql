ALTER TABLE events SET (fillfactor = 90, autovacuum_enabled = off);
ALTER TABLE events RESET (autovacuum_vacuum_scale_factor);
