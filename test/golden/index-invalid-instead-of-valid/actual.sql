INSERT INTO orders VALUES (1), (1);
-- alone, fails
CREATE UNIQUE INDEX CONCURRENTLY orders_id ON orders (id);
-- alone
DELETE FROM orders;
