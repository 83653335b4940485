CREATE TABLE users (id int, secret text);
GRANT SELECT, INSERT ON users TO app_rw;
