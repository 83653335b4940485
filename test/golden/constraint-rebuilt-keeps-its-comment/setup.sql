CREATE TABLE orders (id int, n int NOT NULL);
