ALTER TABLE app.watched SET SCHEMA elsewhere;
