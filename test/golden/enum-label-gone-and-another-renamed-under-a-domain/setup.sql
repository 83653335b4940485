CREATE SCHEMA app;
CREATE TYPE app.e AS ENUM ('a', 'b', 'c');
CREATE DOMAIN app.d AS app.e DEFAULT 'a';
CREATE TABLE app.t (id int, x app.d);
