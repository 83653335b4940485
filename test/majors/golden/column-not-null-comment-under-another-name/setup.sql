CREATE SCHEMA app;
CREATE TABLE app.users (id int CONSTRAINT has_id NOT NULL, name text CONSTRAINT has_name NOT NULL);
COMMENT ON CONSTRAINT has_name ON app.users IS 'nobody is nameless';
