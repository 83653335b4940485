ALTER TYPE app.number SET SCHEMA elsewhere;
