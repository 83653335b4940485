CREATE UNIQUE INDEX orders_id ON orders (id);
