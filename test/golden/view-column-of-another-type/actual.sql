CREATE VIEW names AS SELECT id, name::varchar(20) AS name FROM users;
CREATE VIEW more_names AS SELECT name FROM names;
