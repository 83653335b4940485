ALTER TABLE orders RENAME total TO amount;
ALTER TABLE orders ATTACH PARTITION old_orders FOR VALUES FROM (0) TO (9);
ALTER TABLE old_items NO INHERIT items;
ALTER TABLE old_items RENAME price TO cost;
