-- Types of every sort, and what is made of them.
CREATE SCHEMA kind;
CREATE COLLATION kind.german (provider = icu, locale = 'de_DE@collation=phonebook');
CREATE COLLATION kind.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION kind.plain (lc_collate = 'C', lc_ctype = 'POSIX');
CREATE FUNCTION kind.worth(n numeric) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n >= 0';
CREATE DOMAIN kind.price AS numeric(10,2) DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0) CHECK (kind.worth(VALUE));
CREATE DOMAIN kind.weight AS real DEFAULT 1;
ALTER DOMAIN kind.weight ADD CONSTRAINT light CHECK (VALUE < 1000) NOT VALID;
CREATE DOMAIN kind.discount AS kind.price;
CREATE DOMAIN kind.word AS text COLLATE kind.german CONSTRAINT "not ""empty""" CHECK (VALUE <> '');
ALTER DOMAIN kind.word ADD CONSTRAINT short CHECK (length(VALUE) < 100) NOT VALID;
CREATE DOMAIN kind.words AS kind.word[];
CREATE TYPE kind.pair AS (a integer, "B" text COLLATE "C", weight kind.weight);
CREATE TYPE kind.pairs AS ("all" kind.pair[], mood app.mood, tags kind.words);
CREATE TYPE kind.nothing AS ();
CREATE TYPE kind.span AS RANGE (subtype = double precision, subtype_diff = float8mi, multirange_type_name = kind.spans);
CREATE TYPE kind.letters AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, collation = "C");
CREATE TYPE kind.days;
CREATE FUNCTION kind.whole_days(kind.days) RETURNS kind.days LANGUAGE internal IMMUTABLE STRICT AS 'daterange_canonical';
CREATE TYPE kind.days AS RANGE (subtype = date, canonical = kind.whole_days, subtype_diff = daterange_subdiff);
CREATE TYPE kind.promised;
CREATE TYPE kind.number;
CREATE FUNCTION kind.number_in(cstring) RETURNS kind.number LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION kind.number_out(kind.number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION kind.number_recv(internal) RETURNS kind.number LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE TYPE kind.number (input = kind.number_in, output = kind.number_out, receive = kind.number_recv, like = int4, category = 'N', default = '7');
CREATE FUNCTION kind.twice(kind.number) RETURNS kind.number LANGUAGE internal IMMUTABLE STRICT AS 'int4abs';
CREATE TABLE kind.offers (
  id int PRIMARY KEY,
  price kind.price,
  off kind.discount,
  pair kind.pair,
  pairs kind.pair[],
  name kind.word,
  span kind.span,
  spans kind.spans,
  days kind.days DEFAULT '[2024-01-01,2024-02-01)',
  number kind.number,
  title text COLLATE kind.nocase,
  CONSTRAINT cheap CHECK ((pair).weight < 100));
CREATE INDEX offers_title ON kind.offers (title, name COLLATE kind.plain);
CREATE VIEW kind.firsts AS SELECT (pair).a, (pair).weight, lower(span) AS low FROM kind.offers;
CREATE FUNCTION kind.first_of(p kind.pairs) RETURNS kind.pair LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT (p."all")[1]; END;
ALTER DOMAIN kind.price OWNER TO app_owner;
ALTER TYPE kind.pair OWNER TO app_owner;
ALTER TYPE kind.span OWNER TO app_owner;
ALTER COLLATION kind.german OWNER TO app_owner;
REVOKE USAGE ON DOMAIN kind.word FROM PUBLIC;
GRANT USAGE ON DOMAIN kind.word TO app_ro;
GRANT USAGE ON TYPE kind.pair TO app_rw WITH GRANT OPTION;
REVOKE USAGE ON TYPE kind.span FROM PUBLIC;
COMMENT ON DOMAIN kind.price IS 'in euro';
COMMENT ON CONSTRAINT positive ON DOMAIN kind.price IS 'or nothing';
COMMENT ON TYPE kind.pair IS 'two';
COMMENT ON COLUMN kind.pair."B" IS 'the second';
COMMENT ON TYPE kind.span IS 'from here to there';
COMMENT ON COLLATION kind.german IS 'as in the phone book';
COMMENT ON TYPE kind.number IS 'of its own';
COMMENT ON TYPE kind.promised IS 'to come';
