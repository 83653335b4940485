CREATE INDEX orders_user ON orders USING hash (user_id);
