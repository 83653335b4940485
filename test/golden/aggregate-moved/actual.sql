ALTER AGGREGATE app.total(int) SET SCHEMA elsewhere;
