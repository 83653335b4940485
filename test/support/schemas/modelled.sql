-- Every kind, in the ways they hang together, and nothing that no kind models.
CREATE SCHEMA app;
CREATE SCHEMA audit;
CREATE SCHEMA ext;
COMMENT ON SCHEMA app IS 'the application';
CREATE EXTENSION citext SCHEMA ext;
CREATE EXTENSION btree_gist SCHEMA ext;
CREATE EXTENSION pg_trgm SCHEMA ext;
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE audit.level AS ENUM ('low', 'high');
CREATE SEQUENCE app.numbers AS smallint START 10 INCREMENT 5 MAXVALUE 1000 CYCLE;
CREATE FUNCTION app.norm(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT lower(trim(t))';
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed_at := now(); RETURN NEW; END $$;
CREATE TABLE app.orgs (
  id serial PRIMARY KEY,
  slug ext.citext NOT NULL,
  number int DEFAULT nextval('app.numbers'),
  CONSTRAINT orgs_slug UNIQUE (slug) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE app.users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email ext.citext NOT NULL UNIQUE,
  name varchar(100) NOT NULL DEFAULT '',
  mood app.mood NOT NULL DEFAULT 'ok',
  moods app.mood[] DEFAULT '{sad}',
  org int REFERENCES app.orgs ON DELETE SET NULL,
  boss bigint REFERENCES app.users,
  changed_at timestamptz DEFAULT now(),
  full_name text GENERATED ALWAYS AS (app.norm(name)) STORED,
  CONSTRAINT named CHECK (name <> '' AND mood IN ('sad', 'ok')));
CREATE TABLE app.bookings (
  room int, during tsrange, canceled boolean,
  CONSTRAINT once EXCLUDE USING gist (room ext.gist_int4_ops WITH =, during WITH &&) WHERE (NOT canceled));
CREATE INDEX users_norm ON app.users (app.norm(name)) WHERE mood = 'ok';
CREATE INDEX users_trgm ON app.users USING gin (name ext.gin_trgm_ops) WITH (fastupdate = off);
CREATE UNIQUE INDEX users_name ON app.users (name COLLATE "C" DESC NULLS LAST) INCLUDE (email) NULLS NOT DISTINCT;
ALTER TABLE app.users ALTER name SET STATISTICS 500, ALTER email SET STORAGE EXTERNAL, ALTER id SET (n_distinct = -1);
ALTER TABLE app.users SET (fillfactor = 80), CLUSTER ON users_name, ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE UNLOGGED TABLE app.cache (key text PRIMARY KEY, value text) WITH (toast.autovacuum_enabled = off);
ALTER TABLE app.cache REPLICA IDENTITY FULL;
CREATE TABLE audit.base (id int NOT NULL, note text DEFAULT 'n', CHECK (id > 0));
CREATE TABLE audit.child (extra int, note text DEFAULT 'child') INHERITS (audit.base);
CREATE TABLE audit.log (id bigint NOT NULL, at timestamptz NOT NULL, level audit.level, usr bigint REFERENCES app.users, UNIQUE (id, at, level)) PARTITION BY RANGE (at);
CREATE TABLE audit.log_2024 PARTITION OF audit.log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE audit.log_2025 PARTITION OF audit.log (level DEFAULT 'high') FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (id);
CREATE TABLE audit.log_2025_one PARTITION OF audit.log_2025 FOR VALUES IN (1);
CREATE TABLE audit.log_rest PARTITION OF audit.log DEFAULT;
CREATE INDEX log_usr ON audit.log (usr);
ALTER INDEX audit.log_2024_usr_idx SET (fillfactor = 60);
CREATE INDEX log_level ON audit.log (level);
CREATE TABLE audit.notes (log bigint, at timestamptz, level audit.level, FOREIGN KEY (log, at, level) REFERENCES audit.log (id, at, level));
CREATE VIEW app.active AS SELECT id, email, name FROM app.users WHERE mood <> 'sad';
CREATE VIEW app.loud WITH (security_barrier) AS SELECT upper(name) AS name, (SELECT count(*) FROM app.orgs) AS orgs FROM app.active;
ALTER VIEW app.active ALTER name SET DEFAULT 'nobody';
CREATE MATERIALIZED VIEW app.per_mood AS SELECT mood, count(*) AS n FROM app.users GROUP BY mood;
CREATE UNIQUE INDEX per_mood_mood ON app.per_mood (mood);
CREATE FUNCTION app.find(who bigint, m app.mood DEFAULT 'ok') RETURNS SETOF text LANGUAGE sql STABLE BEGIN ATOMIC SELECT name FROM app.users WHERE id = who AND mood = m; END;
CREATE FUNCTION app.find(who text) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = app, pg_temp AS 'SELECT id FROM users WHERE name = who';
CREATE PROCEDURE app.rename(who bigint, INOUT new_name text) LANGUAGE plpgsql AS $$ BEGIN UPDATE app.users SET name = new_name WHERE id = who; END $$;
CREATE TRIGGER touched BEFORE UPDATE OF name, email ON app.users FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION app.touch('x');
CREATE TRIGGER logged AFTER INSERT ON audit.log FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE audit.log_2025_one ENABLE ALWAYS TRIGGER logged;
ALTER FUNCTION app.touch DEPENDS ON EXTENSION pg_trgm;
CREATE TRIGGER put INSTEAD OF INSERT ON app.active FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON app.orgs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.users DISABLE TRIGGER touched;
CREATE POLICY own ON app.users TO app_rw USING (id = current_setting('app.user', true)::bigint) WITH CHECK (app.norm(name) <> 'root');
CREATE POLICY members ON app.users AS RESTRICTIVE FOR SELECT USING (EXISTS (SELECT FROM app.orgs o WHERE o.id = org));
ALTER TABLE app.orgs OWNER TO app_owner;
ALTER FUNCTION app.norm OWNER TO app_owner;
ALTER TYPE app.mood OWNER TO app_owner;
GRANT USAGE ON SCHEMA app TO app_ro, app_rw;
GRANT SELECT ON ALL TABLES IN SCHEMA app TO app_ro;
GRANT ALL ON app.users TO app_rw WITH GRANT OPTION;
GRANT UPDATE (name, email) ON app.users TO app_ro;
GRANT SELECT (name) ON app.active TO app_rw;
GRANT USAGE ON SEQUENCE app.numbers, app.orgs_id_seq, app.users_id_seq TO app_rw;
REVOKE EXECUTE ON FUNCTION app.find(text) FROM PUBLIC;
REVOKE DELETE ON app.orgs FROM app_owner;
COMMENT ON TABLE app.users IS 'people';
COMMENT ON COLUMN app.users.email IS E'where to write: \\ "quoted"';
COMMENT ON COLUMN app.active.name IS 'as written';
COMMENT ON CONSTRAINT named ON app.users IS 'no empty names';
COMMENT ON INDEX app.users_norm IS 'for the search';
COMMENT ON INDEX app.users_pkey IS 'of the key';
COMMENT ON TRIGGER touched ON app.users IS 'when';
COMMENT ON POLICY own ON app.users IS 'whose';
COMMENT ON FUNCTION app.find(text) IS 'by name';
COMMENT ON TYPE app.mood IS 'how';
COMMENT ON SEQUENCE app.users_id_seq IS 'numbers of people';
