CREATE TABLE orders (id int, n int);
