ALTER TABLE north ADD CONSTRAINT north_key PRIMARY KEY USING INDEX north_region_id_idx;
