ALTER TABLE app.users SET SCHEMA elsewhere;
ALTER TABLE elsewhere.users RENAME TO people;
