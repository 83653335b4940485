ALTER TABLE orders ADD COLUMN id bigserial;
