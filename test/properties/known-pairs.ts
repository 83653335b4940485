/** Pairs of schemas between which a plan once failed, cut down to what made it fail. Both stand in the schema `s`. */

import { PAIRS_OF_PARTITIONS } from "./known-pairs-of-partitions.ts";

export interface KnownPair {
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

const HEAP = "TYPE TABLE HANDLER heap_tableam_handler";

export const KNOWN_PAIRS: readonly KnownPair[] = [
  ...PAIRS_OF_PARTITIONS,
  {
    name: "a column becomes one of a type to which there is no cast",
    first: "CREATE TYPE s.mood AS ENUM ('a'); CREATE TABLE s.t (a int, b text[], c jsonb, d boolean, e timestamptz)",
    second: "CREATE TYPE s.mood AS ENUM ('a'); CREATE TABLE s.t (a s.mood, b jsonb, c text[], d bigint, e boolean)",
  },
  {
    name: "a collation goes, and the column that had it is of another type",
    first: "CREATE COLLATION s.l (provider = libc, locale = 'C'); CREATE TABLE s.t (a text COLLATE s.l DEFAULT 'a')",
    second: "CREATE TABLE s.t (a int)",
  },
  {
    name: "a type goes, and the column that had it is of another",
    first: "CREATE TYPE s.c AS (a int); CREATE TABLE s.t (a s.c)",
    second: "CREATE TYPE s.r AS RANGE (subtype = date); CREATE TABLE s.t (a s.r)",
  },
  {
    name: "an extension goes, and the column that had its type is of another",
    first: "CREATE EXTENSION citext SCHEMA s; CREATE TABLE s.t (a s.citext)",
    second: "CREATE TABLE s.t (a int)",
  },
  {
    name: "an access method goes, and the table that had it has another",
    first: `CREATE ACCESS METHOD one ${HEAP}; CREATE TABLE s.t (a int) USING one`,
    second: `CREATE ACCESS METHOD other ${HEAP}; CREATE TABLE s.t (a int) USING other`,
  },
  {
    name: "the index of another table has its name",
    first: "CREATE TABLE s.t (id int); CREATE INDEX i ON s.t (id)",
    second: "CREATE TABLE s.a (x text, y text, z text); CREATE INDEX i ON s.a (x)",
  },
  {
    name: "what was an index is a constraint, a view, a sequence or a type of another table",
    first:
      "CREATE TABLE s.t (id int); CREATE INDEX a ON s.t (id); CREATE INDEX b ON s.t (id); CREATE INDEX c ON s.t (id); CREATE INDEX d ON s.t (id)",
    second:
      "CREATE TABLE s.another (x text, y text CONSTRAINT a UNIQUE); CREATE VIEW s.b AS SELECT 1 AS one; CREATE SEQUENCE s.c; CREATE TYPE s.d AS (x int)",
  },
  {
    name: "what was a function is an aggregate",
    first: "CREATE FUNCTION s.f(int) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    second: "CREATE AGGREGATE s.f(int) (sfunc = int4_sum, stype = bigint)",
  },
  {
    name: "what was an enum is a table",
    first: "CREATE TYPE s.x AS ENUM ('a'); CREATE DOMAIN s.y AS int",
    second: "CREATE TABLE s.x (id int); CREATE TYPE s.y AS RANGE (subtype = date)",
  },
  {
    name: "a column goes that is inherited and the table's own as well",
    first: "CREATE TABLE s.up (id int); CREATE TABLE s.down () INHERITS (s.up)",
    second: "CREATE TABLE s.up (id int, late int); CREATE TABLE s.down (late int) INHERITS (s.up)",
  },
  {
    name: "a published table is renamed, and published no more",
    first:
      "CREATE TABLE s.sent (id int PRIMARY KEY, a text); CREATE PUBLICATION p FOR TABLE s.sent (id) WHERE (id > 5)",
    second: "CREATE TABLE s.soft (a text NOT NULL PRIMARY KEY)",
  },
  {
    name: "a domain that refuses its own default comes back to a table with rows",
    first: "CREATE TABLE s.t (id int)",
    second: "CREATE DOMAIN s.d AS text DEFAULT 'x' CHECK (length(VALUE) > 1); CREATE TABLE s.t (id int, a s.d)",
  },
  {
    name: "a domain that columns are made of is of another type, which its check spells out",
    first: "CREATE DOMAIN s.d AS varchar(10) DEFAULT 'x' CHECK (VALUE <> 'y'); CREATE TABLE s.t (a s.d)",
    second: "CREATE DOMAIN s.d AS text CHECK (VALUE <> 'y'); CREATE TABLE s.t (a s.d)",
  },
  {
    name: "a type is renamed, and a function that takes it goes",
    first:
      "CREATE TYPE s.one AS (a int, b text); CREATE FUNCTION s.f(s.one, x s.one[]) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    second: "CREATE TYPE s.other AS (a int, b text)",
  },
  {
    name: "rights by default come with a column that is numbered",
    first: "CREATE TABLE s.t (id int)",
    second:
      "CREATE TABLE s.t (id int GENERATED ALWAYS AS IDENTITY); ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO app_ro",
  },
  {
    name: "a default calls a function whose body reads the column",
    first: "CREATE TABLE s.other (id int)",
    second:
      "CREATE TABLE s.t (id int, c int); CREATE FUNCTION s.f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT max(c) FROM s.t; END; ALTER TABLE s.t ALTER c SET DEFAULT s.f()",
  },
  {
    name: "functions with parsed bodies call each other",
    first: "",
    second:
      "CREATE FUNCTION s.f(n int) RETURNS int LANGUAGE sql RETURN n; CREATE FUNCTION s.g(n int) RETURNS int LANGUAGE sql RETURN CASE WHEN n > 0 THEN s.f(n - 1) END; CREATE OR REPLACE FUNCTION s.f(n int) RETURNS int LANGUAGE sql RETURN CASE WHEN n > 0 THEN s.g(n - 1) END",
  },
  {
    name: "a view calls a function that reads it, and a domain has a default that is made by it",
    first: "",
    second:
      "CREATE FUNCTION s.f(n int) RETURNS int LANGUAGE sql RETURN 1; CREATE VIEW s.v AS SELECT s.f(1) AS a; CREATE OR REPLACE FUNCTION s.f(n int) RETURNS int LANGUAGE sql RETURN (SELECT max(a) FROM s.v); CREATE DOMAIN s.d AS int; CREATE FUNCTION s.g() RETURNS int LANGUAGE sql RETURN 1::s.d; ALTER DOMAIN s.d SET DEFAULT s.g()",
  },
  {
    name: "views read each other, which only a person can bring about",
    first: "",
    second:
      "CREATE TABLE s.t (a int); CREATE VIEW s.v AS SELECT a FROM s.t; CREATE VIEW s.w AS SELECT a FROM s.v; CREATE OR REPLACE VIEW s.v AS SELECT a FROM s.w; COMMENT ON VIEW s.w IS 'w'",
  },
  {
    name: "a numbered column comes under rights by default that its sequence is not to have",
    first: "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO app_ro",
    second:
      "CREATE TABLE s.t (id int GENERATED ALWAYS AS IDENTITY); ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO app_ro",
  },
  {
    name: "sequences count down that counted up, or end before they began",
    first:
      "CREATE SEQUENCE s.a INCREMENT 5; CREATE SEQUENCE s.b MAXVALUE 50 START 50; CREATE TABLE s.t (id int GENERATED ALWAYS AS IDENTITY)",
    second:
      "CREATE SEQUENCE s.a INCREMENT -2; CREATE SEQUENCE s.b MAXVALUE 10; CREATE TABLE s.t (id int GENERATED ALWAYS AS IDENTITY (INCREMENT -1))",
  },
  {
    name: "what a role has passed on is taken back before its way into the schema is",
    first:
      "GRANT USAGE ON SCHEMA s TO app_rw; CREATE TABLE s.t (a int, b text); GRANT SELECT, INSERT ON s.t TO app_rw WITH GRANT OPTION; GRANT UPDATE ON s.t TO app_ro; SET ROLE app_rw; GRANT SELECT ON s.t TO app_ro; RESET ROLE",
    second: "CREATE TABLE s.t (a int, b text); GRANT UPDATE ON s.t TO app_ro",
  },
  {
    name: "an attribute that only a person can change is that of a typed table, too",
    first: "CREATE TYPE s.c AS (a int, b numeric(8,2)); CREATE TABLE s.typed OF s.c",
    second: 'CREATE TYPE s.c AS (a int, b text COLLATE "C"); CREATE TABLE s.of_c (v s.c[])',
  },
  {
    name: "a type that columns are made of has a fixed length, and is stored elsewhere",
    first:
      "CREATE TYPE s.b; CREATE FUNCTION s.i(cstring) RETURNS s.b LANGUAGE internal IMMUTABLE STRICT AS 'int4in'; CREATE FUNCTION s.o(s.b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out'; CREATE TYPE s.b (input = s.i, output = s.o, passedbyvalue, internallength = 4, alignment = int4); CREATE TABLE s.t (v s.b)",
    second:
      "CREATE TYPE s.b; CREATE FUNCTION s.i(cstring) RETURNS s.b LANGUAGE internal IMMUTABLE STRICT AS 'textin'; CREATE FUNCTION s.o(s.b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'; CREATE TYPE s.b (input = s.i, output = s.o, storage = main); CREATE TABLE s.t (v s.b)",
  },
  {
    name: "a type that columns are made of stores its values elsewhere",
    first:
      "CREATE TYPE s.b; CREATE FUNCTION s.i(cstring) RETURNS s.b LANGUAGE internal IMMUTABLE STRICT AS 'textin'; CREATE FUNCTION s.o(s.b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'; CREATE TYPE s.b (input = s.i, output = s.o, storage = extended, category = 'S'); CREATE TABLE s.t (v s.b)",
    second:
      "CREATE TYPE s.b; CREATE FUNCTION s.i(cstring) RETURNS s.b LANGUAGE internal IMMUTABLE STRICT AS 'textin'; CREATE FUNCTION s.o(s.b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'; CREATE TYPE s.b (input = s.i, output = s.o, storage = main); CREATE TABLE s.t (v s.b)",
  },
  {
    name: "a policy comes to read a table that is yet to come",
    first: "CREATE TABLE s.t (a int); CREATE POLICY p ON s.t FOR INSERT WITH CHECK (a > 1)",
    second:
      "CREATE TABLE s.t (a int); CREATE TABLE s.m (a int, who text); CREATE POLICY p ON s.t FOR INSERT WITH CHECK (a IN (SELECT m.a FROM s.m m WHERE m.who = CURRENT_USER))",
  },
  {
    name: "a sequence comes to be a column's whose table gets another owner",
    first: "CREATE SEQUENCE s.q; CREATE TABLE s.t (id int DEFAULT nextval('s.q'))",
    second:
      "CREATE SEQUENCE s.q; CREATE TABLE s.t (id int DEFAULT nextval('s.q')); ALTER SEQUENCE s.q OWNED BY s.t.id; ALTER TABLE s.t OWNER TO app_owner",
  },
  {
    name: "a table comes to inherit a column of another type that it has itself",
    first:
      "CREATE TABLE s.up (note text); CREATE TABLE s.down (note text DEFAULT 'own') INHERITS (s.up); CREATE TABLE s.deep () INHERITS (s.down)",
    second:
      "CREATE TABLE s.up (note varchar(40)); CREATE TABLE s.down (note text DEFAULT 'own'); CREATE TABLE s.deep () INHERITS (s.down)",
  },
  {
    name: "a type that columns are made of goes, and one comes for the same functions that is called something else",
    first:
      "CREATE TYPE s.number; CREATE FUNCTION s.i(cstring) RETURNS s.number LANGUAGE internal IMMUTABLE STRICT AS 'textin'; CREATE FUNCTION s.o(s.number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'; CREATE TYPE s.number (input = s.i, output = s.o, storage = main); CREATE TABLE s.t (v s.number, vs s.number[])",
    second:
      'CREATE TYPE s."of its own"; CREATE FUNCTION s.i(cstring) RETURNS s."of its own" LANGUAGE internal IMMUTABLE STRICT AS \'textin\'; CREATE FUNCTION s.o(s."of its own") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS \'textout\'; CREATE TYPE s."of its own" (input = s.i, output = s.o, storage = main); CREATE TABLE s.t (v s."of its own", vs s."of its own"[])',
  },
  {
    name: "tables and their constraints are renamed alike, and one of these is another",
    first:
      "CREATE TABLE s.a1 (x int, y int, z text, CONSTRAINT same1 CHECK (x > y) NO INHERIT); CREATE TABLE s.b1 (x int, y int CONSTRAINT same1 CHECK (y > 0))",
    second:
      "CREATE TABLE s.a0 (x int, y int, z text); ALTER TABLE s.a0 ADD CONSTRAINT same0 CHECK (x > y) NOT VALID; CREATE TABLE s.b0 (x int, y int CONSTRAINT same0 CHECK (y > 0))",
  },
  {
    name: "rows are told to replicas by a column that may be empty before",
    first: "CREATE TABLE s.t (a text, b int); CREATE UNIQUE INDEX i ON s.t (b)",
    second:
      "CREATE TABLE s.t (a text, b int NOT NULL); CREATE UNIQUE INDEX i ON s.t (b); ALTER TABLE s.t REPLICA IDENTITY USING INDEX i",
  },
  {
    name: "a column goes that a table inherits, and the table inherits no more",
    first:
      "CREATE TABLE s.up (id int, note text DEFAULT 'n', CHECK (note <> '')); CREATE TABLE s.down (extra int) INHERITS (s.up); CREATE TABLE s.deep () INHERITS (s.down)",
    second:
      "CREATE TABLE s.up (id int); CREATE TABLE s.down (id int, extra int); CREATE TABLE s.deep () INHERITS (s.down)",
  },
  {
    name: "a type is renamed that has quotes in its name, with the functions it is made of",
    first:
      'CREATE TYPE s."b""1"; CREATE FUNCTION s.i(cstring) RETURNS s."b""1" LANGUAGE internal IMMUTABLE STRICT AS \'int4in\'; CREATE FUNCTION s.o(s."b""1") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS \'int4out\'; CREATE TYPE s."b""1" (input = s.i, output = s.o, passedbyvalue, internallength = 4, alignment = int4); CREATE TABLE s.t (v s."b""1", vs s."b""1"[]); CREATE TYPE s.shell',
    second:
      "CREATE TYPE s.renamed; CREATE FUNCTION s.i(cstring) RETURNS s.renamed LANGUAGE internal IMMUTABLE STRICT AS 'int4in'; CREATE FUNCTION s.o(s.renamed) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out'; CREATE TYPE s.renamed (input = s.i, output = s.o, passedbyvalue, internallength = 4, alignment = int4); CREATE TABLE s.t (v s.renamed, vs s.renamed[]); CREATE TYPE s.shell",
  },
  {
    name: "a column is numbered from now on by a sequence that takes the name of its own, under rights by default",
    first:
      "CREATE TABLE s.t (id serial PRIMARY KEY); ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO app_ro",
    second:
      "CREATE TABLE s.t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY); ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO app_ro",
  },
  {
    name: "a type that columns are made of has another length, and functions that read it so",
    first:
      "CREATE TYPE s.b; CREATE FUNCTION s.i(cstring) RETURNS s.b LANGUAGE internal IMMUTABLE STRICT AS 'int4in'; CREATE FUNCTION s.o(s.b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out'; CREATE TYPE s.b (input = s.i, output = s.o, passedbyvalue, internallength = 4, alignment = int4); CREATE TABLE s.t (v s.b)",
    second:
      "CREATE TYPE s.b; CREATE FUNCTION s.i(cstring) RETURNS s.b LANGUAGE internal IMMUTABLE STRICT AS 'textin'; CREATE FUNCTION s.o(s.b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'; CREATE TYPE s.b (input = s.i, output = s.o, storage = extended); CREATE TABLE s.t (v s.b)",
  },
  {
    name: "a domain that another one and columns are made of is of another type, by which both check",
    first:
      "CREATE DOMAIN s.d AS text CHECK (VALUE <> ''); CREATE DOMAIN s.above AS s.d CHECK (VALUE > 'a'); CREATE TABLE s.t (a s.above, b s.d)",
    second:
      "CREATE DOMAIN s.d AS int CHECK (VALUE > 1); CREATE DOMAIN s.above AS s.d CHECK (VALUE > 3); CREATE TABLE s.t (a s.above, b s.d)",
  },
  {
    name: "a view comes that casts, and the cast is another from now on",
    first:
      "CREATE TYPE s.c AS (a int); CREATE FUNCTION s.turn(s.c) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a'; CREATE CAST (s.c AS int) WITH FUNCTION s.turn(s.c)",
    second:
      "CREATE TYPE s.c AS (a int); CREATE FUNCTION s.turn(s.c) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a'; CREATE CAST (s.c AS int) WITH FUNCTION s.turn(s.c) AS IMPLICIT; CREATE VIEW s.v AS SELECT ROW(1)::s.c::int AS a",
  },
  {
    name: "a view comes that was made before the type of its row got an attribute",
    first: "CREATE TYPE s.c AS (a int, b text); CREATE DOMAIN s.d AS text; CREATE TABLE s.t (v s.c[])",
    second:
      "CREATE TYPE s.c AS (a int, b text); CREATE DOMAIN s.d AS text; CREATE TABLE s.t (v s.c[]); CREATE VIEW s.v AS SELECT ROW(1, NULL)::s.c AS v; ALTER TYPE s.c ADD ATTRIBUTE late int, ADD ATTRIBUTE later s.d",
  },
  {
    name: "what a computed column that is inherited reads goes, and the column is computed no more",
    first:
      "CREATE TABLE s.t (t text, c text GENERATED ALWAYS AS (upper(t)) STORED); CREATE TABLE s.heir (d int) INHERITS (s.t)",
    second: "CREATE TABLE s.t (c int); CREATE TABLE s.heir (d int) INHERITS (s.t)",
  },
  {
    name: "a table comes to inherit what may not be NULL above it, and may be in it (up to PostgreSQL 17)",
    first: "CREATE TABLE s.up (a int NOT NULL, b int NOT NULL); CREATE TABLE s.down (a int, b int NOT NULL)",
    second:
      "CREATE TABLE s.up (a int NOT NULL, b int NOT NULL); CREATE TABLE s.down (a int NOT NULL, b int NOT NULL) INHERITS (s.up); ALTER TABLE s.down ALTER a DROP NOT NULL, ALTER b DROP NOT NULL",
  },
  {
    name: "an extension comes under default privileges that it was made without",
    first:
      "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT EXECUTE ON FUNCTIONS TO app_ro; ALTER DEFAULT PRIVILEGES FOR ROLE app_owner GRANT EXECUTE ON FUNCTIONS TO app_ro",
    second:
      "CREATE EXTENSION btree_gist SCHEMA s; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT EXECUTE ON FUNCTIONS TO app_ro; ALTER DEFAULT PRIVILEGES FOR ROLE app_owner GRANT EXECUTE ON FUNCTIONS TO app_ro",
  },
];
