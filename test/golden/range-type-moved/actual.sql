ALTER TYPE app.span SET SCHEMA elsewhere;
