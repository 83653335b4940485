DROP INDEX by_region CASCADE;
ALTER TABLE north ADD CONSTRAINT north_key PRIMARY KEY (region, id);
