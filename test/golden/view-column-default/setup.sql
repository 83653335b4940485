CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users;
ALTER VIEW names ALTER name SET DEFAULT 'nobody';
