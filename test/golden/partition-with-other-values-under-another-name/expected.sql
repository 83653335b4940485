CREATE TABLE orders_new PARTITION OF orders FOR VALUES IN ('new', 'customer''s');
CREATE TABLE orders_old PARTITION OF orders FOR VALUES IN ('old');
