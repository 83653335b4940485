ALTER TABLE places ALTER COLUMN number TYPE bigint;
ALTER TABLE people ADD COLUMN home places[];
