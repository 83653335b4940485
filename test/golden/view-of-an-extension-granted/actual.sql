GRANT SELECT ON pg_buffercache TO app_ro;
