CREATE COLLATION app.ordered (provider = icu, locale = 'fr');
CREATE INDEX words_word ON words (word COLLATE app.ordered);
CREATE VIEW app.sorted AS SELECT word FROM words ORDER BY word COLLATE app.ordered;
CREATE DOMAIN app.word AS text COLLATE app.ordered CHECK (VALUE <> '');
CREATE TYPE app.pair AS (a text COLLATE app.ordered, b app.word);
CREATE TYPE app.letters AS RANGE (subtype = text, collation = app.ordered);
CREATE FUNCTION app.first() RETURNS app.word LANGUAGE sql BEGIN ATOMIC SELECT word FROM words ORDER BY word COLLATE app.ordered LIMIT 1; END;
COMMENT ON COLLATION app.ordered IS 'by letter';
