ALTER TYPE app.place SET SCHEMA elsewhere;
