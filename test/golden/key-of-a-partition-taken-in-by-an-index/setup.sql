CREATE TABLE orders (id int NOT NULL, region text NOT NULL) PARTITION BY LIST (region);
CREATE TABLE north PARTITION OF orders FOR VALUES IN ('n');
CREATE UNIQUE INDEX by_region ON orders (region, id);
INSERT INTO orders VALUES (1, 'n');
