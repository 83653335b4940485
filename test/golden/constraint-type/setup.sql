CREATE TABLE orders (id int NOT NULL);
