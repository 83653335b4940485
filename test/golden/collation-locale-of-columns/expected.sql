CREATE COLLATION app.ordered (provider = icu, locale = 'de');
CREATE TABLE app.words (word text COLLATE app.ordered);
