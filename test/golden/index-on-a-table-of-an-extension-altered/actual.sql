ALTER INDEX lexicon_word SET (fillfactor = 70);
