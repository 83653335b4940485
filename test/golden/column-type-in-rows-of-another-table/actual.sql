ALTER TABLE people ADD COLUMN home kept_places[];
ALTER TABLE places ADD COLUMN country text;
