CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL UNIQUE, name text, CONSTRAINT named CHECK (name <> email));
CREATE INDEX users_email_name ON users (lower(email), name) INCLUDE (id);
CREATE VIEW emails AS SELECT id, email FROM users;
COMMENT ON COLUMN users.email IS 'where to write';
GRANT SELECT (email) ON users TO app_ro;
