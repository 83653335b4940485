CREATE TABLE orders (id int);
CREATE SEQUENCE numbers;
