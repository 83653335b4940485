CREATE INDEX orders_open ON orders (id) WHERE status IN ('new', 'open');
