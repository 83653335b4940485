ALTER TABLE kept ADD COLUMN n integer;
