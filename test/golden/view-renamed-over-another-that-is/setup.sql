CREATE TABLE orders (id int, day date);
