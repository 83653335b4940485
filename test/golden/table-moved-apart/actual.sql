ALTER TABLE app.users SET SCHEMA elsewhere;
