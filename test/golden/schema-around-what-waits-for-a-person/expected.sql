CREATE SCHEMA app;
CREATE TABLE app.orders (at date NOT NULL, state text);
