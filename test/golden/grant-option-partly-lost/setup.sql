CREATE TABLE users (id int, secret text);
GRANT SELECT, UPDATE ON users TO app_rw WITH GRANT OPTION;
