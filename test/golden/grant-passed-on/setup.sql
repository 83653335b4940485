CREATE TABLE users (id int, name text);
GRANT SELECT ON users TO app_rw WITH GRANT OPTION;
