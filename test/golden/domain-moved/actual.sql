ALTER DOMAIN app.mail SET SCHEMA elsewhere;
