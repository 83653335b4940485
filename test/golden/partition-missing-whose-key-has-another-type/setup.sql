CREATE SCHEMA app;
CREATE DOMAIN app.number AS int;
