CREATE COLLATION app.ordered (provider = builtin, locale = 'C'); CREATE INDEX words_word ON words (word COLLATE app.ordered);
