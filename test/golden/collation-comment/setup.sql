CREATE COLLATION ordered (provider = icu, locale = 'de');
