CREATE SCHEMA app;
CREATE TABLE app.orders (region text);
