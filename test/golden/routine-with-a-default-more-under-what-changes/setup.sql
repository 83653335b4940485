CREATE SCHEMA app;
CREATE TABLE app.t (id int, v text);
CREATE TYPE app.mood AS ENUM ('low', 'high');
