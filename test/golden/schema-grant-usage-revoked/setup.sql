CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO app_ro, app_rw;
