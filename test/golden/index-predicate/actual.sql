CREATE INDEX orders_open ON orders (id) WHERE status = 'open';
