CREATE COLLATION app.ordered (provider = builtin, locale = 'C.UTF-8'); CREATE INDEX words_word ON words (word COLLATE app.ordered);
