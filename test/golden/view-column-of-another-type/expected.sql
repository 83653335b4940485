CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW more_names AS SELECT name FROM names;
