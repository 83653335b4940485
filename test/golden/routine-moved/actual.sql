ALTER FUNCTION app.touch SET SCHEMA elsewhere;
