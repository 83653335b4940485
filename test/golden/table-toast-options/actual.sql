ALTER TABLE events SET (toast.autovacuum_vacuum_threshold = 1000);
