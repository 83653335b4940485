-- A schema with a bit of everything PostgreSQL 14 can hold. Roles belong to the server, so they are made where missing.
do $$ declare r text; begin foreach r in array array['app_owner','app_ro','app_rw'] loop begin execute format('create role %I', r); exception when duplicate_object or unique_violation then null; end; end loop; end $$;
SET client_min_messages = warning;
CREATE SCHEMA app; CREATE SCHEMA audit; CREATE SCHEMA ext;
COMMENT ON SCHEMA app IS 'application schema';
CREATE EXTENSION btree_gist SCHEMA ext;
CREATE EXTENSION citext SCHEMA ext;
CREATE EXTENSION hstore SCHEMA ext;
CREATE EXTENSION pg_trgm SCHEMA ext;
CREATE EXTENSION postgres_fdw SCHEMA ext;
CREATE EXTENSION pg_stat_statements SCHEMA ext;
CREATE EXTENSION "uuid-ossp" SCHEMA ext;
CREATE EXTENSION pgcrypto SCHEMA ext;
SET search_path = app, ext, public;

-- types
CREATE TYPE mood AS ENUM ('sad','ok','happy');
ALTER TYPE mood ADD VALUE 'meh' BEFORE 'ok';
CREATE TYPE empty_enum AS ENUM ();
CREATE TYPE addr AS (street text, zip varchar(10), geo point);
CREATE DOMAIN email AS ext.citext CHECK (VALUE ~ '^[^@]+@[^@]+$') CONSTRAINT not_blank CHECK (length(VALUE::text) > 3);
CREATE DOMAIN pos_int AS integer DEFAULT 1 NOT NULL CONSTRAINT pos CHECK (VALUE > 0);
CREATE DOMAIN shorttext AS varchar(20) COLLATE "C";
CREATE TYPE floatrange AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE FUNCTION textmul_diff(text, text) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'select 1::float8';
CREATE TYPE textrange2 AS RANGE (subtype = text, collation = "C", multirange_type_name = textmulti2);
CREATE COLLATION german (provider = icu, locale = 'de-DE');
CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION posixy (locale = 'POSIX');

-- sequences
CREATE SEQUENCE seq_plain;
CREATE SEQUENCE seq_custom AS smallint START 100 INCREMENT -5 MINVALUE -1000 MAXVALUE 1000 CACHE 7 CYCLE;

-- functions used in tables
CREATE FUNCTION f_norm(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT lower(trim(t)) $$;
CREATE FUNCTION f_add(a int, b int DEFAULT 1, OUT c int, VARIADIC rest int[] DEFAULT '{}') LANGUAGE sql AS $$ select a+b $$;
CREATE FUNCTION f_tab(n int) RETURNS TABLE(id int, label text) LANGUAGE plpgsql STABLE COST 200 ROWS 5 SECURITY DEFINER SET search_path = app, pg_temp AS $body$
BEGIN
  RETURN QUERY SELECT g, 'x'||g FROM generate_series(1,n) g;
END
$body$;

-- tables
CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ext_id uuid NOT NULL DEFAULT ext.uuid_generate_v4() UNIQUE,
  email email NOT NULL,
  name varchar(100) NOT NULL DEFAULT '',
  nick shorttext,
  mood mood NOT NULL DEFAULT 'ok',
  age smallint CHECK (age >= 0 AND age < 150),
  status varchar(20) NOT NULL DEFAULT 'new' CHECK (status IN ('new','active','banned')),
  status2 text DEFAULT 'a' CHECK (status2 IN ('a','b')),
  status3 char(1) CHECK (status3 IN ('x','y')),
  status4 varchar(5) CHECK (status4 = ANY (ARRAY['p','q'])),
  single varchar(5) CHECK (single IN ('only')),
  notin varchar(5) CHECK (notin NOT IN ('n1','n2')),
  score numeric(10,2) DEFAULT 0.00,
  neg int DEFAULT -1 CHECK (neg > -100),
  ratio double precision DEFAULT 1.1,
  meta jsonb NOT NULL DEFAULT '{}',
  tags text[] DEFAULT '{}'::text[],
  arr2 int[][] DEFAULT ARRAY[[1,2],[3,4]],
  attrs ext.hstore,
  home addr,
  period tstzrange,
  created_at timestamptz NOT NULL DEFAULT now(),
  created2 timestamp DEFAULT CURRENT_TIMESTAMP,
  created3 timestamptz DEFAULT timezone('utc', now()),
  birth date DEFAULT '2000-01-01',
  since timestamptz DEFAULT '2020-06-01 00:00:00+00',
  iv interval DEFAULT '1 day 02:00:00',
  iv2 interval day to second(3),
  t time(3) with time zone,
  bits bit(8) DEFAULT B'10101010', vbits bit varying(16),
  bin bytea DEFAULT '\xdeadbeef',
  price money DEFAULT 12.50,
  cur text DEFAULT CURRENT_USER,
  expr text DEFAULT ('a' || 'b'),
  casted text DEFAULT 5::text,
  full_name text GENERATED ALWAYS AS (lower((name)::text) || ' ' || coalesce(nick::text,'')) STORED,
  xmlc xml,
  CONSTRAINT users_age_name CHECK (age IS NULL OR name <> ''),
  CONSTRAINT chk_not_valid CHECK (ratio > 0) NO INHERIT,
  CONSTRAINT chk_between CHECK (age BETWEEN 1 AND 120),
  CONSTRAINT chk_case CHECK (CASE WHEN mood = 'sad' THEN score < 0 ELSE score >= 0 END),
  CONSTRAINT chk_json CHECK (meta ? 'k' OR meta = '{}'::jsonb OR (meta->>'a')::int > 3),
  CONSTRAINT chk_like CHECK (name NOT LIKE 'x%' AND name !~* '^admin' AND name SIMILAR TO '%'),
  CONSTRAINT chk_ts CHECK (created_at > '2019-01-01 00:00:00+02' AND created2 < '2100-01-01'),
  CONSTRAINT chk_iv CHECK (iv < interval '400 days' AND iv > '1 mon -3 days 04:05:06'::interval),
  CONSTRAINT chk_extract CHECK (extract(year from birth) > 1900 AND date_part('month', birth) > 0),
  CONSTRAINT chk_fn CHECK (position('@' in email::text) > 1 AND substring(name from 1 for 3) <> 'bad' AND trim(both ' ' from name) = name AND overlay(name placing 'x' from 1) <> ''),
  CONSTRAINT chk_row CHECK ((age, neg) > (1, -200) AND (age IS DISTINCT FROM 5) AND (name IS NOT NULL) AND ((neg = 1) IS NOT TRUE)),
  CONSTRAINT chk_tz CHECK ((created_at AT TIME ZONE 'UTC') > '2000-01-01'),
  CONSTRAINT chk_arr CHECK (array_length(tags,1) < 10 AND tags[1] <> 'z' AND 'q' <> ALL (tags)),
  CONSTRAINT chk_comp CHECK ((home).street <> '' ),
  CONSTRAINT chk_coll CHECK (name COLLATE "C" > 'A' COLLATE "C"),
  CONSTRAINT chk_nullif CHECK (nullif(name,'') IS NOT NULL AND greatest(age,neg) > 0)
);
COMMENT ON TABLE users IS 'the users'; COMMENT ON COLUMN users.email IS E'login "email"\nline2';
COMMENT ON CONSTRAINT users_age_name ON users IS 'c';
ALTER TABLE users ADD CONSTRAINT chk_nv CHECK (length(name) < 1000) NOT VALID;
ALTER TABLE users ALTER COLUMN name SET STATISTICS 500, ALTER COLUMN meta SET STORAGE EXTERNAL, ALTER COLUMN tags SET COMPRESSION pglz;
ALTER TABLE users ALTER COLUMN id SET (n_distinct = -1);
ALTER TABLE users SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_enabled = true);

CREATE TABLE orgs (id serial PRIMARY KEY, slug text NOT NULL, big bigserial, owner_id bigint REFERENCES users ON DELETE SET NULL, CONSTRAINT orgs_slug_key UNIQUE (slug) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE memberships (
  user_id bigint NOT NULL REFERENCES users(id) ON DELETE CASCADE ON UPDATE RESTRICT,
  org_id int NOT NULL,
  role text NOT NULL DEFAULT 'member',
  PRIMARY KEY (user_id, org_id),
  CONSTRAINT m_org_fk FOREIGN KEY (org_id) REFERENCES orgs (id) MATCH SIMPLE DEFERRABLE INITIALLY IMMEDIATE
);
ALTER TABLE memberships ADD CONSTRAINT m_nv FOREIGN KEY (org_id) REFERENCES orgs (id) NOT VALID;
CREATE TABLE comp_pk (a int, b int, c text, PRIMARY KEY (a,b) INCLUDE (c));
CREATE TABLE comp_fk (x int, y int, FOREIGN KEY (x,y) REFERENCES comp_pk MATCH FULL ON UPDATE SET DEFAULT);
CREATE TABLE bookings (
  room int, during tsrange, canceled boolean DEFAULT false,
  EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (NOT canceled),
  CONSTRAINT bk_excl2 EXCLUDE USING gist (lower(during) WITH =) DEFERRABLE
);
CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree(id), path text);
CREATE TABLE "Weird Name" ("Col A" int, "select" text, "ünï" int, CONSTRAINT "Odd Check" CHECK ("Col A" > 0));
CREATE UNLOGGED TABLE ul (a int);
CREATE TABLE defaults_by_identity (id int GENERATED BY DEFAULT AS IDENTITY (START WITH 10 INCREMENT BY 10 SEQUENCE NAME custom_ident_seq), b int DEFAULT nextval('seq_plain'));
CREATE TABLE of_type OF addr (street WITH OPTIONS NOT NULL);
CREATE TABLE wide_drop (a int, b int, c int, d int); ALTER TABLE wide_drop DROP COLUMN b; ALTER TABLE wide_drop ADD COLUMN e text DEFAULT 'fast'; ALTER TABLE wide_drop ADD COLUMN f int NOT NULL DEFAULT 7;
CREATE TABLE renamed_old (id serial PRIMARY KEY, a int NOT NULL CHECK (a > 0), b int REFERENCES tree); CREATE INDEX ON renamed_old (a); ALTER TABLE renamed_old RENAME TO renamed_new; ALTER TABLE renamed_new RENAME COLUMN a TO a2;
-- inheritance
CREATE TABLE base_ent (id int NOT NULL, note text DEFAULT 'n', CHECK (id > 0));
CREATE TABLE child_ent (extra int, note text DEFAULT 'child') INHERITS (base_ent);
CREATE TABLE child2 () INHERITS (base_ent); ALTER TABLE base_ent ADD COLUMN late int;
-- partitions
CREATE TABLE events (id bigint NOT NULL, at timestamptz NOT NULL, kind text, payload jsonb, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY RANGE (at);
CREATE TABLE events_2025_a PARTITION OF events_2025 FOR VALUES FROM ('2025-01-01') TO ('2025-07-01');
CREATE TABLE lst (a varchar(5), m mood) PARTITION BY LIST (a); CREATE TABLE lst_1 PARTITION OF lst FOR VALUES IN ('a', NULL);
CREATE TABLE events_def PARTITION OF events DEFAULT;
CREATE TABLE events_att (payload jsonb, kind text, at timestamptz NOT NULL, id bigint NOT NULL); ALTER TABLE events ATTACH PARTITION events_att FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
CREATE INDEX events_kind_idx ON events (kind); 
CREATE TABLE hashed (a int, b text) PARTITION BY HASH (a, lower(b)); CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE lp (d date, c text COLLATE "C") PARTITION BY RANGE (date_trunc('month', d::timestamp), c text_pattern_ops);
ALTER TABLE events ADD CONSTRAINT ev_chk CHECK (id > 0);
CREATE TABLE ev_ref (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES events);

-- indexes
CREATE INDEX users_lower_idx ON users (lower(name::text));
CREATE UNIQUE INDEX users_partial ON users (nick) WHERE status <> 'banned' AND nick IS NOT NULL;
CREATE INDEX users_incl ON users (created_at DESC NULLS LAST) INCLUDE (name, score);
CREATE INDEX users_trgm ON users USING gin (name gin_trgm_ops);
CREATE INDEX users_meta ON users USING gin (meta jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX users_brin ON users USING brin (created_at) WITH (pages_per_range = 64, autosummarize = on);
CREATE INDEX users_hash ON users USING hash (ext_id);
CREATE INDEX users_pat ON users (name varchar_pattern_ops, nick COLLATE "C" text_pattern_ops);
CREATE INDEX users_expr2 ON users ((meta->>'k'), ((age + 1)), (f_norm(name)), date_trunc('day', created2));
CREATE INDEX users_in ON users (age) WHERE status IN ('new','active');
CREATE INDEX users_gist ON users USING gist (period, name gist_trgm_ops (siglen=32));
CREATE INDEX ON users (score, age); CREATE INDEX ON users ((score*2)); 
COMMENT ON INDEX users_incl IS 'ix';
ALTER TABLE users CLUSTER ON users_incl; ALTER TABLE orgs REPLICA IDENTITY FULL; 
CREATE UNIQUE INDEX ul_u ON ul(a); ALTER TABLE ul ALTER a SET NOT NULL; ALTER TABLE ul REPLICA IDENTITY USING INDEX ul_u;

-- views
CREATE VIEW v_simple AS SELECT id, name, email FROM users WHERE status = 'active';
CREATE VIEW v_star AS SELECT * FROM orgs;
CREATE VIEW v_alias AS SELECT u.id, u.name AS nm FROM users u WHERE u.age > 18 ORDER BY u.id DESC LIMIT 10 OFFSET 2;
CREATE VIEW v_join AS SELECT u.id, o.slug, m.role FROM users u JOIN memberships m ON m.user_id = u.id LEFT JOIN orgs o ON o.id = m.org_id AND o.slug <> 'x';
CREATE VIEW v_using AS SELECT a, b, x.c AS xc, y.c AS yc FROM comp_pk x JOIN comp_pk y USING (a, b);
CREATE VIEW v_using2 AS SELECT * FROM (SELECT a, b FROM comp_pk) x FULL JOIN (SELECT a, c FROM comp_pk) y USING (a) AS j LEFT JOIN (SELECT a, c AS c2 FROM comp_pk) z USING (a);
CREATE VIEW v_natural AS SELECT * FROM (SELECT a, b FROM comp_pk) s NATURAL JOIN comp_pk CROSS JOIN LATERAL (SELECT 1 AS one) l;
CREATE VIEW v_cte AS WITH RECURSIVE t(n, p) AS (SELECT id, ARRAY[id] FROM tree WHERE parent IS NULL UNION ALL SELECT c.id, t.p || c.id FROM tree c JOIN t ON c.parent = t.n) SEARCH DEPTH FIRST BY n SET ord CYCLE n SET is_cycle USING pth SELECT n, p, is_cycle FROM t ORDER BY ord;
CREATE VIEW v_mat_cte AS WITH a AS MATERIALIZED (SELECT 1 x), b AS NOT MATERIALIZED (SELECT 2 y) SELECT * FROM a, b;
CREATE VIEW v_window AS SELECT id, row_number() OVER w AS rn, sum(score) OVER (PARTITION BY status ORDER BY created_at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) s, lag(name, 1, 'none') OVER w AS lg FROM users WINDOW w AS (PARTITION BY mood ORDER BY id DESC);
CREATE VIEW v_agg AS SELECT status, count(*) c, count(DISTINCT mood) FILTER (WHERE age > 1) cm, string_agg(name, ',' ORDER BY id) names, percentile_cont(0.5) WITHIN GROUP (ORDER BY age) med FROM users GROUP BY status HAVING count(*) > 1;
CREATE VIEW v_group AS SELECT status, mood, GROUPING(status) g, sum(score) FROM users GROUP BY GROUPING SETS ((status, mood), ROLLUP(status), ());
CREATE VIEW v_grp2 AS SELECT lower(status) AS ls, count(*) FROM users GROUP BY lower(status) ORDER BY 2;
CREATE VIEW v_pk AS SELECT u.id, u.name, count(m.*) FROM users u LEFT JOIN memberships m ON m.user_id = u.id GROUP BY u.id;
CREATE VIEW v_union AS SELECT id::text AS k FROM users UNION ALL (SELECT slug FROM orgs EXCEPT SELECT 'x') INTERSECT SELECT 'y';
CREATE VIEW v_values AS VALUES (1, 'a'), (2, 'b');
CREATE VIEW v_values2 AS SELECT * FROM (VALUES (1,'one'),(2,'two')) AS v(num, word);
CREATE VIEW v_sub AS SELECT id, (SELECT max(m.role) FROM memberships m WHERE m.user_id = users.id) mx, EXISTS (SELECT 1 FROM orgs WHERE owner_id = users.id) ex, id IN (SELECT user_id FROM memberships) i, id = ANY (SELECT 1::bigint) a, ARRAY(SELECT slug FROM orgs) arr FROM users;
CREATE VIEW v_case AS SELECT CASE status WHEN 'a' THEN 1 WHEN 'b' THEN 2 ELSE 3 END c1, CASE WHEN age > 3 THEN 'x' END c2, coalesce(nick, name) c3, age::numeric(5,1) c4, name::char(3) c5, (age || 'y') c6 FROM users;
CREATE VIEW v_exprs AS SELECT extract(epoch from created_at) e, created_at AT TIME ZONE 'Europe/Paris' tz, position('a' in name) p, substring(name from 'a.*') s1, overlay(name placing 'x' from 2 for 1) ov, trim(leading 'x' from name) tl, ltrim(name) lt, (created_at, iv) OVERLAPS (now(), interval '1 day') o, CURRENT_DATE cd, LOCALTIMESTAMP(2) lt2, SESSION_USER su, normalize(name, NFC) nf, name IS NORMALIZED isn, xmlelement(name foo, xmlattributes(id as "Id"), name) xe, date '2020-01-01' + interval '1' day dd, collation for (name) cf FROM users;
CREATE VIEW v_json AS SELECT meta->'a'->>'b' ab, meta #>> '{a,b}' p, meta @> '{"a":1}' c, jsonb_build_object('id', id, 'n', name) o, meta['x'] sub FROM users;
CREATE VIEW v_tf AS SELECT f.a, f.b, ord, un.x, rf.g2, jr.w FROM f_tab(3) WITH ORDINALITY AS f(a, b, ord), unnest(ARRAY[1,2], ARRAY['x','y']) AS un(x, y), ROWS FROM (generate_series(1,2), generate_series(1,3)) AS rf(g1, g2), jsonb_to_recordset('[]') AS jr(q int, w text);
CREATE VIEW v_xml AS SELECT x.* FROM XMLTABLE('/r/row' PASSING (xmlparse(document '<r/>')) COLUMNS id int PATH '@id', nm text PATH 'n' DEFAULT 'z', o FOR ORDINALITY) x;
CREATE VIEW v_sample AS SELECT id FROM users TABLESAMPLE bernoulli (10) REPEATABLE (42);
CREATE VIEW v_upd AS SELECT id, slug FROM orgs WHERE slug LIKE 'a%' WITH LOCAL CHECK OPTION;
CREATE VIEW v_bar WITH (security_barrier=true) AS SELECT id FROM orgs; 
CREATE VIEW v_rowcmp AS SELECT ROW('s','z',NULL)::addr r, u AS whole, (home).zip z, u.* IS NOT NULL nn FROM users u;
CREATE VIEW v_distinct AS SELECT DISTINCT ON (status) status, id FROM users ORDER BY status, id DESC NULLS FIRST;
CREATE VIEW v_forupd AS SELECT id FROM users FOR UPDATE OF users SKIP LOCKED;
CREATE VIEW v_vv AS SELECT s.id AS sid, v_alias.nm FROM v_simple s JOIN v_alias USING (id);
CREATE VIEW v_weird AS SELECT "Col A" AS "X y", "select" FROM "Weird Name";
CREATE VIEW v_colnames(a1, b1) AS SELECT id, slug FROM orgs;
CREATE VIEW v_renamed AS SELECT path AS pth0, id FROM tree; ALTER TABLE tree RENAME COLUMN path TO path2;
CREATE VIEW v_part AS SELECT e.id, e.kind FROM events e WHERE e.at >= '2024-03-01 00:00:00+00' AND e.kind IN ('a','b');
CREATE VIEW v_varcharin AS SELECT id FROM users WHERE status IN ('new','active') AND nick NOT IN ('q','r');
CREATE VIEW v_selfcol AS SELECT a.id FROM tree a, tree b WHERE a.id = b.parent AND a.path2 = 'x';
CREATE MATERIALIZED VIEW mv_stats AS SELECT status, count(*) AS n, max(created_at) mx FROM users GROUP BY status WITH NO DATA;
CREATE UNIQUE INDEX mv_stats_u ON mv_stats (status);
COMMENT ON VIEW v_simple IS 'v'; COMMENT ON COLUMN v_simple.name IS 'vn';
ALTER VIEW v_simple ALTER COLUMN name SET DEFAULT 'dflt';

-- functions / procedures / aggregates / operators / casts
CREATE FUNCTION f_atomic(x int, y numeric DEFAULT 1.5) RETURNS numeric LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT x + y; SELECT x * y AS prod; END;
CREATE FUNCTION f_return(a text) RETURNS text LANGUAGE sql STABLE RETURN lower(a) || '!';
CREATE FUNCTION f_atomic_tab(p int) RETURNS SETOF users LANGUAGE sql BEGIN ATOMIC SELECT * FROM users WHERE age > p AND status IN ('new','active'); END;
CREATE FUNCTION f_atomic_dml(p int, nm text) RETURNS bigint LANGUAGE sql BEGIN ATOMIC INSERT INTO orgs (slug, owner_id) VALUES (nm, p) ON CONFLICT (id) DO UPDATE SET slug = excluded.slug WHERE orgs.slug <> 'k' RETURNING id; UPDATE orgs SET slug = 'z' FROM users u WHERE u.id = orgs.owner_id; DELETE FROM orgs USING users WHERE users.id = orgs.id RETURNING orgs.id; END;
CREATE PROCEDURE p_do(INOUT a int, b text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN a := a + 1; COMMIT; END $$;
CREATE PROCEDURE p_sql(a int) LANGUAGE sql BEGIN ATOMIC INSERT INTO tree(id) VALUES (a); END;
CREATE FUNCTION f_trg() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION f_evt() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE FUNCTION f_crlf() RETURNS text LANGUAGE sql AS E'select ''a''\r\n  || ''b''  ';
CREATE FUNCTION f_over(a int) RETURNS int LANGUAGE sql AS 'select 1'; CREATE FUNCTION f_over(a text) RETURNS int LANGUAGE sql AS 'select 2';
CREATE FUNCTION f_dfl(a mood DEFAULT 'happy', b timestamptz DEFAULT '2020-01-01 00:00:00+00', c email DEFAULT NULL, d varchar(10) DEFAULT 'abc', e addr DEFAULT ROW('s','z',NULL)::addr) RETURNS void LANGUAGE sql AS '';
COMMENT ON FUNCTION f_over(int) IS 'over';
CREATE AGGREGATE agg_mul(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1', PARALLEL = SAFE, COMBINEFUNC = numeric_mul);
CREATE FUNCTION op_fn(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'select true';
CREATE OPERATOR ==> (LEFTARG = int, RIGHTARG = text, FUNCTION = op_fn);
CREATE CAST (mood AS int) WITH INOUT AS ASSIGNMENT;
CREATE FUNCTION my_cmp(int,int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select btint4cmp($1,$2)';
CREATE OPERATOR CLASS my_int_ops FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 my_cmp(int,int);
CREATE INDEX tree_my ON tree (parent my_int_ops);
CREATE VIEW v_op AS SELECT id FROM tree WHERE id ==> 'a';

-- triggers
CREATE TRIGGER t_biu BEFORE INSERT OR UPDATE OF name, email ON users FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM 'x' AND NEW.mood <> 'sad') EXECUTE FUNCTION f_trg('arg1', 'it''s');
CREATE TRIGGER t_as AFTER UPDATE ON users REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION f_trg();
CREATE CONSTRAINT TRIGGER t_con AFTER INSERT ON orgs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f_trg();
CREATE TRIGGER t_io INSTEAD OF DELETE ON v_join FOR EACH ROW EXECUTE FUNCTION f_trg();
CREATE TRIGGER t_part AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION f_trg();
ALTER TABLE users DISABLE TRIGGER t_as; ALTER TABLE orgs ENABLE ALWAYS TRIGGER t_con;
COMMENT ON TRIGGER t_biu ON users IS 'trg';
-- rules
CREATE TABLE seen (a int);
CREATE RULE r_ins AS ON INSERT TO v_colnames DO INSTEAD INSERT INTO orgs (slug) VALUES (NEW.b1);
CREATE RULE r_upd AS ON UPDATE TO tree WHERE OLD.id <> NEW.id DO ALSO INSERT INTO seen SELECT OLD.id;
CREATE RULE r_del AS ON DELETE TO comp_fk DO INSTEAD NOTHING;
-- RLS
ALTER TABLE orgs ENABLE ROW LEVEL SECURITY; ALTER TABLE users ENABLE ROW LEVEL SECURITY; ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY p_all ON orgs USING (owner_id = (current_setting('app.uid', true))::bigint);
CREATE POLICY p_sel ON users AS RESTRICTIVE FOR SELECT TO app_ro, app_rw USING (status IN ('new','active') AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id));
CREATE POLICY p_ins ON users FOR INSERT TO PUBLIC WITH CHECK (name = CURRENT_USER);
-- statistics
CREATE STATISTICS st_users (ndistinct, dependencies) ON status, mood FROM users;
CREATE STATISTICS st_expr ON (lower(name::text)), (age + 1) FROM users; ALTER STATISTICS st_expr SET STATISTICS 50;
CREATE STATISTICS st_3 ON age, score FROM users;
-- FDW
CREATE SERVER srv FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd', port '5432');
CREATE USER MAPPING FOR app_rw SERVER srv OPTIONS (user 'u', password 's3cret');
CREATE FOREIGN TABLE ft (id int OPTIONS (column_name 'idx') NOT NULL, v text COLLATE "C" DEFAULT 'q', CHECK (id > 0)) SERVER srv OPTIONS (schema_name 's', table_name 't');
-- text search
CREATE TEXT SEARCH DICTIONARY my_dict (TEMPLATE = simple, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION my_cfg (COPY = english); ALTER TEXT SEARCH CONFIGURATION my_cfg ALTER MAPPING FOR asciiword WITH my_dict, english_stem;
CREATE INDEX users_fts ON users USING gin (to_tsvector('app.my_cfg'::regconfig, name::text));
-- publications / event triggers
CREATE PUBLICATION pub_some FOR TABLE users, ONLY orgs WITH (publish = 'insert, update');
CREATE PUBLICATION pub_all FOR ALL TABLES WITH (publish_via_partition_root = true);
CREATE EVENT TRIGGER evt_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE','DROP TABLE') EXECUTE FUNCTION app.f_evt();
-- owner & grants
ALTER TABLE orgs OWNER TO app_owner; ALTER FUNCTION f_norm(text) OWNER TO app_owner; ALTER TYPE mood OWNER TO app_owner;
GRANT USAGE ON SCHEMA app TO app_rw, app_ro; GRANT SELECT ON ALL TABLES IN SCHEMA app TO app_ro; GRANT ALL ON users TO app_rw WITH GRANT OPTION; GRANT INSERT, UPDATE (name, email) ON users TO app_ro;
GRANT ALL ON orgs TO app_rw; GRANT EXECUTE ON FUNCTION f_tab(int) TO app_ro; REVOKE EXECUTE ON FUNCTION f_tab(int) FROM PUBLIC;
GRANT USAGE, SELECT ON SEQUENCE seq_plain TO app_rw; GRANT USAGE ON TYPE addr TO app_rw; GRANT USAGE ON FOREIGN SERVER srv TO app_rw;
GRANT SELECT ON tree TO app_rw; REVOKE SELECT ON tree FROM app_rw, app_ro; -- explicit-but-default ACL
GRANT SELECT ON comp_pk TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO app_ro; ALTER DEFAULT PRIVILEGES FOR ROLE app_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT ALL ON TABLES TO app_rw;
CREATE TABLE after_defpriv (a int);
CREATE TABLE public.pubtab (a int PRIMARY KEY, m app.mood DEFAULT 'ok');
CREATE TABLE audit.log (id bigint GENERATED ALWAYS AS IDENTITY, usr bigint REFERENCES app.users, at timestamptz DEFAULT now(), u2 name DEFAULT CURRENT_USER, oidc oid, r regclass DEFAULT 'app.users'::regclass, rp regproc, ch "char" DEFAULT 'a');
CREATE VIEW audit.v_users AS SELECT u.id, users.at FROM app.users u, audit.log users;
