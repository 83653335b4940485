DROP INDEX by_number;
ALTER TABLE orders DROP CONSTRAINT orders_region_number_key;
