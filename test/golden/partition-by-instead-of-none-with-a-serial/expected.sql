CREATE TABLE app.orders (id serial, placed date NOT NULL) PARTITION BY RANGE (placed);
