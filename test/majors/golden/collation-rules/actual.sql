CREATE COLLATION app.ordered (provider = icu, locale = 'und');
