ALTER SEQUENCE app.numbers SET SCHEMA elsewhere;
