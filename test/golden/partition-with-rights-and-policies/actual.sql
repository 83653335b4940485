ALTER TABLE events_rest ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON events_rest USING (id > 0);
GRANT SELECT ON events_rest TO app_ro;
ALTER TABLE events_rest OWNER TO app_owner;
COMMENT ON COLUMN events_rest.id IS 'here only';
