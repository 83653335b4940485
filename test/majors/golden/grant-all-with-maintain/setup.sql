CREATE TABLE users (id int, secret text);
GRANT SELECT ON users TO app_rw;
