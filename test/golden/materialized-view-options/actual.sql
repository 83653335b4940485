ALTER MATERIALIZED VIEW totals SET (fillfactor = 90);
ALTER MATERIALIZED VIEW totals RESET (autovacuum_enabled);
