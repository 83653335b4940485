ALTER MATERIALIZED VIEW public."M v" SET (toast.autovacuum_enabled = off);
