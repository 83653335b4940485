CREATE SCHEMA archive;
CREATE SCHEMA parts;
CREATE TABLE archive.orders (region text, number serial) PARTITION BY LIST (region);
CREATE TABLE parts.orders_north PARTITION OF archive.orders FOR VALUES IN ('north');
