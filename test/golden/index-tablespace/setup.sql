CREATE TABLE orders (id int);
CREATE INDEX orders_id ON orders (id);
