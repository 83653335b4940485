COMMENT ON SCHEMA app IS '1'; COMMENT ON EXTENSION citext IS '2'; COMMENT ON TYPE app.mood IS '3';
COMMENT ON SEQUENCE app.numbers IS '4'; COMMENT ON TABLE app.users IS '5'; COMMENT ON COLUMN app.users.name IS '6';
COMMENT ON CONSTRAINT users_pk ON app.users IS '7'; COMMENT ON CONSTRAINT named ON app.users IS '8';
COMMENT ON INDEX app.users_pk IS '9'; COMMENT ON INDEX app.users_name IS '10'; COMMENT ON VIEW app.names IS '11';
COMMENT ON COLUMN app.names.name IS '12'; COMMENT ON MATERIALIZED VIEW app.ids IS '13'; COMMENT ON COLUMN app.ids.id IS '14';
COMMENT ON FUNCTION app.noop IS '15'; COMMENT ON PROCEDURE app.act IS '16'; COMMENT ON TRIGGER touched ON app.users IS '17';
COMMENT ON POLICY own ON app.users IS '18'; COMMENT ON SEQUENCE app.users_id_seq IS E'19\n\\';
