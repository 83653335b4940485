CREATE COLLATION app.ordered (provider = icu, locale = 'de');
