DROP VIEW names;
ALTER TABLE users ALTER name TYPE text COLLATE "C";
CREATE VIEW names AS SELECT name FROM users;
