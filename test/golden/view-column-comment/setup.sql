CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users;
