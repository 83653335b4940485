CREATE SCHEMA app;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT ALL ON TABLES TO app_ro, app_rw;
CREATE TABLE app.orders (id int, note text);
REVOKE ALL ON app.orders FROM app_ro, app_rw;
GRANT SELECT ON app.orders TO app_ro;
GRANT SELECT (id) ON app.orders TO app_rw;
