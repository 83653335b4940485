DROP INDEX by_region CASCADE;
CREATE UNIQUE INDEX by_region ON orders (region, id);
