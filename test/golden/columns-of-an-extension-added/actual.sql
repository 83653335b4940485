ALTER TABLE lexicon ADD COLUMN ours integer DEFAULT 7;
