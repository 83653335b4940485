CREATE TABLE orders (id int NOT NULL, region text NOT NULL) PARTITION BY LIST (region);
CREATE TABLE north PARTITION OF orders FOR VALUES IN ('n');
CREATE UNIQUE INDEX by_region ON orders (region, id);
ALTER TABLE north ADD CONSTRAINT north_key PRIMARY KEY USING INDEX north_region_id_idx;
INSERT INTO orders VALUES (1, 'n');
