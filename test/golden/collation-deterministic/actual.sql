CREATE COLLATION app.ordered (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
