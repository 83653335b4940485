CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'ok');
CREATE DOMAIN app.price AS numeric(10,2) DEFAULT 0 CHECK (VALUE >= 0);
