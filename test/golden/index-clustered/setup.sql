CREATE TABLE orders (id int, n int);
CREATE INDEX orders_id ON orders (id);
CREATE INDEX orders_n ON orders (n);
ALTER TABLE orders CLUSTER ON orders_n;
