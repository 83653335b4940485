GRANT CREATE ON SCHEMA pg_catalog TO app_rw;
