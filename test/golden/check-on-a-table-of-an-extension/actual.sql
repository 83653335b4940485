ALTER TABLE lexicon ADD CONSTRAINT lexicon_short CHECK (length(word) < 100);
