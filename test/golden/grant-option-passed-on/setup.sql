CREATE TABLE users (id int, name text);
GRANT SELECT ON users TO app_rw;
GRANT SELECT ON users TO app_ro;
