ALTER VIEW app.cheap SET SCHEMA elsewhere;
