SET ROLE app_rw;
GRANT SELECT ON users TO app_ro;
RESET ROLE;
