ALTER STATISTICS app.together SET SCHEMA elsewhere;
