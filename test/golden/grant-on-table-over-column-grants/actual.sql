GRANT SELECT ON users TO app_ro;
