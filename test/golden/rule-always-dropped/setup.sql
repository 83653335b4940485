CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE RULE quiet AS ON DELETE TO app.users DO INSTEAD NOTHING;
ALTER TABLE app.users ENABLE ALWAYS RULE quiet;
COMMENT ON RULE quiet ON app.users IS 'nobody leaves';
