CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE TABLE app.log (id int, what text);
CREATE RULE logged AS ON INSERT TO app.users DO ALSO NOTIFY users, 'it''s; here';
COMMENT ON RULE logged ON app.users IS 'who comes';
ALTER TABLE app.users DISABLE RULE logged;
