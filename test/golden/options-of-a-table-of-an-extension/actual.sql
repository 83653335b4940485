ALTER TABLE lexicon SET (fillfactor = 50);
