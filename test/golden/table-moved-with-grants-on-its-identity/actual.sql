ALTER TABLE app.t SET SCHEMA elsewhere;
