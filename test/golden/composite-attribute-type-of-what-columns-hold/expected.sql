CREATE TYPE app.address AS (city varchar(50)); CREATE TABLE app.people (homes app.address[]);
