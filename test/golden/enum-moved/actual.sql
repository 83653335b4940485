ALTER TYPE app.mood SET SCHEMA elsewhere;
