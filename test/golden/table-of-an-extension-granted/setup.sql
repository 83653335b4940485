CREATE EXTENSION pg_trgm;
CREATE TABLE lexicon (word text);
ALTER EXTENSION pg_trgm ADD TABLE lexicon;
