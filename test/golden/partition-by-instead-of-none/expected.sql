CREATE TABLE orders (id int NOT NULL, placed date NOT NULL) PARTITION BY RANGE (placed);
