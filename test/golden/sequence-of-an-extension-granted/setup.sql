CREATE EXTENSION pg_trgm;
CREATE SEQUENCE lexicon_number;
ALTER EXTENSION pg_trgm ADD SEQUENCE lexicon_number;
