CREATE TABLE users (id int, name text);
GRANT SELECT (name) ON users TO app_ro;
