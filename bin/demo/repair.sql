-- Somebody puts it right by hand.
ALTER TABLE shop.orders ENABLE TRIGGER orders_touch;
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
CREATE INDEX orders_customer_id_idx ON shop.orders (customer_id);
ALTER TABLE shop.orders DROP COLUMN discount_code;
ALTER TABLE shop.customers RENAME COLUMN full_name TO name;
