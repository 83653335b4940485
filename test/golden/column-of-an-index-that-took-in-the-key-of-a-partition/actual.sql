DROP INDEX by_region CASCADE;
ALTER TABLE orders ALTER COLUMN id TYPE bigint;
CREATE UNIQUE INDEX by_region ON orders (region, id);
ALTER TABLE north ADD CONSTRAINT north_key PRIMARY KEY USING INDEX north_region_id_idx;
