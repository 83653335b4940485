-- The same for what 18 brought.
SET search_path = corpus, public;
CREATE TABLE virtual (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL, c int GENERATED ALWAYS AS (a + 1), d int GENERATED ALWAYS AS (a + 3) STORED, n text NOT NULL);
CREATE TABLE rooms (id int4range, during tsrange, note text, CONSTRAINT booked PRIMARY KEY (id, during WITHOUT OVERLAPS)); CREATE TABLE within (id int4range, at tsrange, FOREIGN KEY (id, PERIOD at) REFERENCES rooms (id, PERIOD during), UNIQUE (id, at WITHOUT OVERLAPS) DEFERRABLE);
CREATE TABLE grand_keys (id int PRIMARY KEY); CREATE TABLE lenient (a int CONSTRAINT positive CHECK (a > 0) NOT ENFORCED, b int CONSTRAINT somewhere REFERENCES grand_keys NOT ENFORCED);
CREATE TABLE named (a int CONSTRAINT "has a" NOT NULL, b int NOT NULL NO INHERIT, c int, d int); ALTER TABLE named ADD CONSTRAINT has_c NOT NULL c NOT VALID, ADD NOT NULL d NO INHERIT NOT VALID; COMMENT ON CONSTRAINT "has a" ON named IS 'said';
CREATE TABLE heir (e int) INHERITS (named); ALTER TABLE named ALTER CONSTRAINT "has a" NO INHERIT;
CREATE PUBLICATION generated FOR TABLE virtual WITH (publish_generated_columns = stored);
CREATE VIEW newest AS SELECT array_sort(states) AS a, casefold(name) AS b, uuidv7() AS c, reverse(raw) AS d FROM people;
CREATE FUNCTION old_new() RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC UPDATE once SET c = 1 WHERE a = 2 RETURNING old.c + new.c; DELETE FROM once RETURNING WITH (OLD AS o) o.a; END;
CREATE COLLATION fast (provider = builtin, locale = 'PG_UNICODE_FAST'); CREATE FOREIGN TABLE far_like (LIKE keys) SERVER away;
