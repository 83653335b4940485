-- alone, fails
CREATE UNIQUE INDEX CONCURRENTLY orders_id ON orders (id);
