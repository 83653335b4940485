CREATE INDEX orders_n ON orders (n);
COMMENT ON INDEX orders_n IS 'for the list';
ALTER TABLE orders CLUSTER ON orders_n;
