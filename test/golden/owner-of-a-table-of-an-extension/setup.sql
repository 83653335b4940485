CREATE EXTENSION pg_trgm;
CREATE TABLE lexicon (word text PRIMARY KEY);
CREATE SEQUENCE lexicon_numbers;
ALTER EXTENSION pg_trgm ADD TABLE lexicon;
ALTER EXTENSION pg_trgm ADD SEQUENCE lexicon_numbers;
