CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE INDEX users_name ON users (name);
CREATE VIEW names AS SELECT name FROM users;
