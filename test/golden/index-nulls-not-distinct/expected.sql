CREATE UNIQUE INDEX orders_user ON orders (user_id) NULLS NOT DISTINCT;
