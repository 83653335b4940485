CREATE SCHEMA app;
CREATE TABLE app.users (id int);
GRANT SELECT ON app.users TO app_rw;
