ALTER TABLE orders DROP CONSTRAINT orders_key, ADD CONSTRAINT orders_key PRIMARY KEY (region, number);
