ALTER TABLE orders ADD CONSTRAINT orders_key UNIQUE (a) INCLUDE (b, c);
