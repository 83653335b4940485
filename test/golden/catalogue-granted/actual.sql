GRANT SELECT ON pg_catalog.pg_authid TO app_ro;
