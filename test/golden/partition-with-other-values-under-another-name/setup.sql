CREATE TABLE orders (id int NOT NULL, state text) PARTITION BY LIST (state);
