CREATE COLLATION app.ordered (provider = icu, locale = 'fr');
CREATE TABLE app.words (word text COLLATE app.ordered);
