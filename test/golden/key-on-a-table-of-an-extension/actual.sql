ALTER TABLE lexicon ADD CONSTRAINT lexicon_used_once UNIQUE (used);
