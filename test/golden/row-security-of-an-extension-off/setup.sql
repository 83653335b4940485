CREATE EXTENSION pg_trgm;
CREATE TABLE lexicon (word text PRIMARY KEY, used integer NOT NULL DEFAULT 0, seen date);
CREATE FUNCTION lexicon_touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER lexicon_touch BEFORE UPDATE ON lexicon FOR EACH ROW EXECUTE FUNCTION lexicon_touch();
CREATE POLICY lexicon_read ON lexicon FOR SELECT USING (true);
ALTER TABLE lexicon ENABLE ROW LEVEL SECURITY;
ALTER EXTENSION pg_trgm ADD TABLE lexicon;
ALTER EXTENSION pg_trgm ADD FUNCTION lexicon_touch();
