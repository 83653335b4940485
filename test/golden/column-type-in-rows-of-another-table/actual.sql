ALTER TABLE people ADD COLUMN home places[];
ALTER TABLE places ADD COLUMN country text;
