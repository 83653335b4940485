-- How values are computed, compared, converted and searched.
CREATE FUNCTION app.add(bigint, integer) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT $1 + $2';
CREATE FUNCTION app.subtract(bigint, integer) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT $1 - $2';
CREATE AGGREGATE app.total(value integer) (SFUNC = app.add, STYPE = bigint, SSPACE = 16, INITCOND = '0', COMBINEFUNC = pg_catalog.int8pl,
  MSFUNC = app.add, MINVFUNC = app.subtract, MSTYPE = bigint, MSSPACE = 32, MINITCOND = '0', PARALLEL = SAFE);
CREATE AGGREGATE app.count(*) (SFUNC = pg_catalog.int8inc, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE app.average(bigint) (SFUNC = pg_catalog.int8_avg_accum, STYPE = internal, FINALFUNC = pg_catalog.numeric_poly_avg,
  COMBINEFUNC = pg_catalog.int8_avg_combine, SERIALFUNC = pg_catalog.int8_avg_serialize, DESERIALFUNC = pg_catalog.int8_avg_deserialize);
CREATE AGGREGATE app.percentile(p double precision ORDER BY v anyelement) (SFUNC = pg_catalog.ordered_set_transition, STYPE = internal,
  FINALFUNC = pg_catalog.percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE app.place(VARIADIC args "any" ORDER BY VARIADIC args "any") (SFUNC = pg_catalog.ordered_set_transition_multi, STYPE = internal,
  FINALFUNC = pg_catalog.rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
ALTER AGGREGATE app.total(integer) OWNER TO app_owner;
REVOKE EXECUTE ON FUNCTION app.place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.percentile(double precision, anyelement) TO app_ro;
COMMENT ON AGGREGATE app.percentile(double precision ORDER BY anyelement) IS 'the value at a place';

-- pg_dump says nothing of handlers that are PostgreSQL's own: the language would be taken for an extension.
CREATE FUNCTION app.call_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION app.inline_handler(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION app.validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE plother HANDLER app.call_handler INLINE app.inline_handler VALIDATOR app.validator;
CREATE TRUSTED LANGUAGE plbare HANDLER app.call_handler;
ALTER LANGUAGE plbare OWNER TO app_owner;
REVOKE USAGE ON LANGUAGE plbare FROM PUBLIC;
GRANT USAGE ON LANGUAGE plbare TO app_rw;
COMMENT ON LANGUAGE plother IS 'plpgsql by another name';
CREATE FUNCTION app.one() RETURNS integer LANGUAGE plother AS 'BEGIN RETURN 1; END';
REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;
GRANT USAGE ON LANGUAGE sql TO app_ro;
CREATE ACCESS METHOD app_heap TYPE TABLE HANDLER pg_catalog.heap_tableam_handler;
CREATE ACCESS METHOD app_tree TYPE INDEX HANDLER pg_catalog.bthandler;
COMMENT ON ACCESS METHOD app_heap IS 'heap by another name';
CREATE TRANSFORM FOR bytea LANGUAGE sql (FROM SQL WITH FUNCTION pg_catalog.prsd_lextype(internal));
COMMENT ON TRANSFORM FOR bytea LANGUAGE sql IS 'for tests';

CREATE FUNCTION app.mood_number(app.mood) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT CASE $1::text WHEN ''sad'' THEN 0 WHEN ''ok'' THEN 1 ELSE 2 END';
CREATE CAST (app.mood AS integer) WITH FUNCTION app.mood_number(app.mood) AS ASSIGNMENT;
CREATE CAST (audit.level AS app.mood) WITH INOUT AS IMPLICIT;
COMMENT ON CAST (app.mood AS integer) IS 'sad is nothing';
CREATE CONVERSION app.from_latin FOR 'LATIN1' TO 'UTF8' FROM pg_catalog.iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION app.to_latin FOR 'UTF8' TO 'LATIN1' FROM pg_catalog.utf8_to_iso8859_1;
ALTER CONVERSION app.to_latin OWNER TO app_owner;
COMMENT ON CONVERSION app.to_latin IS 'for old clients';

CREATE FUNCTION app.mood_eq(app.mood, app.mood) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 = $2';
CREATE FUNCTION app.mood_ne(app.mood, app.mood) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 <> $2';
CREATE FUNCTION app.mood_lt(app.mood, app.mood) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 < $2';
CREATE FUNCTION app.mood_gt(app.mood, app.mood) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 > $2';
CREATE FUNCTION app.mood_le(app.mood, app.mood) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 <= $2';
CREATE FUNCTION app.mood_ge(app.mood, app.mood) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 >= $2';
CREATE FUNCTION app.mood_compare(app.mood, app.mood) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT CASE WHEN $1 < $2 THEN -1 WHEN $1 > $2 THEN 1 ELSE 0 END';
CREATE FUNCTION app.mood_vs(app.mood, integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT app.mood_number($1) - $2';
CREATE FUNCTION app.mood_lt(app.mood, integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT app.mood_number($1) < $2';
CREATE FUNCTION app.mood_not(app.mood) RETURNS app.mood LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';
CREATE OPERATOR app.=== (FUNCTION = app.mood_eq, LEFTARG = app.mood, RIGHTARG = app.mood, COMMUTATOR = OPERATOR(app.===), NEGATOR = OPERATOR(app.!==),
  RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES);
CREATE OPERATOR app.!== (FUNCTION = app.mood_ne, LEFTARG = app.mood, RIGHTARG = app.mood, NEGATOR = OPERATOR(app.===));
CREATE OPERATOR app.<<< (FUNCTION = app.mood_lt, LEFTARG = app.mood, RIGHTARG = app.mood, COMMUTATOR = OPERATOR(app.>>>));
CREATE OPERATOR app.>>> (FUNCTION = app.mood_gt, LEFTARG = app.mood, RIGHTARG = app.mood, COMMUTATOR = OPERATOR(app.<<<));
CREATE OPERATOR app.<<= (FUNCTION = app.mood_le, LEFTARG = app.mood, RIGHTARG = app.mood);
CREATE OPERATOR app.>>= (FUNCTION = app.mood_ge, LEFTARG = app.mood, RIGHTARG = app.mood);
CREATE OPERATOR app.<<< (FUNCTION = app.mood_lt, LEFTARG = app.mood, RIGHTARG = integer, COMMUTATOR = OPERATOR(app.>>>));
CREATE OPERATOR app.~~~ (FUNCTION = app.mood_not, RIGHTARG = app.mood);
ALTER OPERATOR app.~~~ (NONE, app.mood) OWNER TO app_owner;
COMMENT ON OPERATOR app.=== (app.mood, app.mood) IS 'the same mood';
CREATE OPERATOR FAMILY app.moods USING btree;
CREATE OPERATOR CLASS app.mood_ops FOR TYPE app.mood USING btree FAMILY app.moods AS
  OPERATOR 1 app.<<<, OPERATOR 2 app.<<=, OPERATOR 3 app.===, OPERATOR 4 app.>>=, OPERATOR 5 app.>>>, FUNCTION 1 app.mood_compare(app.mood, app.mood);
ALTER OPERATOR FAMILY app.moods USING btree ADD OPERATOR 1 app.<<< (app.mood, integer), FUNCTION 1 (app.mood, integer) app.mood_vs(app.mood, integer);
ALTER OPERATOR FAMILY app.moods USING btree OWNER TO app_owner;
COMMENT ON OPERATOR FAMILY app.moods USING btree IS 'orders of moods';
COMMENT ON OPERATOR CLASS app.mood_ops USING btree IS 'the order of moods';
CREATE INDEX users_mood ON app.users (mood app.mood_ops);
CREATE VIEW app.calm AS SELECT app.count(*) AS n FROM app.users WHERE mood OPERATOR(app.!==) 'sad' AND app.mood_number(mood) > 0;

CREATE TEXT SEARCH PARSER app.words (START = pg_catalog.prsd_start, GETTOKEN = pg_catalog.prsd_nexttoken, END = pg_catalog.prsd_end,
  LEXTYPES = pg_catalog.prsd_lextype, HEADLINE = pg_catalog.prsd_headline);
CREATE TEXT SEARCH TEMPLATE app.plain (INIT = pg_catalog.dsimple_init, LEXIZE = pg_catalog.dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY app.stops (TEMPLATE = app.plain, STOPWORDS = 'english', ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY app.stems (TEMPLATE = pg_catalog.snowball, LANGUAGE = german);
CREATE TEXT SEARCH CONFIGURATION app.search (PARSER = app.words);
ALTER TEXT SEARCH CONFIGURATION app.search ADD MAPPING FOR asciiword, word WITH app.stops, app.stems;
ALTER TEXT SEARCH CONFIGURATION app.search ADD MAPPING FOR numword WITH pg_catalog.simple;
CREATE TEXT SEARCH CONFIGURATION app.german (COPY = pg_catalog.german);
ALTER TEXT SEARCH DICTIONARY app.stems OWNER TO app_owner;
ALTER TEXT SEARCH CONFIGURATION app.german OWNER TO app_owner;
COMMENT ON TEXT SEARCH PARSER app.words IS 'the usual one';
COMMENT ON TEXT SEARCH TEMPLATE app.plain IS 'as it stands';
COMMENT ON TEXT SEARCH DICTIONARY app.stops IS 'words that say nothing';
COMMENT ON TEXT SEARCH CONFIGURATION app.search IS 'what people look for';
CREATE INDEX users_search ON app.users USING gin (to_tsvector('app.search', name));
