ALTER TABLE people DROP COLUMN home;
ALTER TABLE places ADD COLUMN country text DEFAULT 'Norway' NOT NULL;
ALTER TABLE people ADD COLUMN home places;
