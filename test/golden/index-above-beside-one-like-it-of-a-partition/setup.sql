CREATE TABLE orders (region text, number int) PARTITION BY LIST (region);
CREATE TABLE north PARTITION OF orders FOR VALUES IN ('n');
CREATE INDEX by_number ON orders (number);
CREATE INDEX own ON north (number);
ALTER TABLE orders ADD UNIQUE (region, number);
ALTER TABLE north ADD CONSTRAINT own_key UNIQUE (region, number);
