CREATE TABLE orders_news PARTITION OF orders FOR VALUES IN ('customer''s');
CREATE TABLE orders_olds PARTITION OF orders FOR VALUES IN ('older');
