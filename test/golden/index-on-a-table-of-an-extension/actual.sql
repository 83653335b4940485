CREATE INDEX lexicon_word ON lexicon (lower(word)) WHERE used > 3;
