CREATE COLLATION ordered (provider = icu, locale = 'de');
CREATE DOMAIN word AS text COLLATE ordered;
CREATE TABLE words (id int PRIMARY KEY, word text COLLATE ordered DEFAULT 'x', other word, plain text);
CREATE INDEX words_plain ON words (plain COLLATE ordered);
CREATE VIEW sorted AS SELECT plain FROM words ORDER BY plain COLLATE ordered;
