CREATE TYPE app.address AS (city varchar(80)); CREATE TABLE app.people (homes app.address[]);
