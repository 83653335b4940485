-- What happens to a production database between two deployments.
ALTER TABLE shop.orders ADD COLUMN discount_code text;    -- a hotfix, typed in by hand
DROP INDEX shop.orders_customer_id_idx;                   -- "it was unused, I think"
ALTER TABLE shop.orders DISABLE ROW LEVEL SECURITY;       -- while somebody was debugging
ALTER TABLE shop.orders DISABLE TRIGGER orders_touch;     -- for a bulk update, and never put back
ALTER TABLE shop.customers RENAME COLUMN name TO full_name; -- somebody liked it better
