CREATE SCHEMA app;
CREATE TYPE app.status AS ENUM ('new', 'paid', 'shipped');
CREATE TABLE app.orders (
  id int PRIMARY KEY, status app.status NOT NULL DEFAULT 'new', was app.status[] DEFAULT '{new}', at date,
  CHECK (status <> 'shipped' OR at IS NOT NULL));
CREATE TABLE app.history (status app.status, n int, PRIMARY KEY (status, n));
CREATE TABLE app.entries (status app.status, n int, FOREIGN KEY (status, n) REFERENCES app.history) PARTITION BY LIST (n);
CREATE TABLE app.entries_1 PARTITION OF app.entries FOR VALUES IN (1);
CREATE INDEX orders_open ON app.orders (id) WHERE status = 'new';
CREATE INDEX orders_status ON app.orders (status);
CREATE VIEW app.open_orders AS SELECT id, status FROM app.orders WHERE status = 'new';
CREATE MATERIALIZED VIEW app.by_status AS SELECT status, count(*) AS n FROM app.orders GROUP BY status;
CREATE FUNCTION app.is_open(s app.status) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN s = 'new'::app.status;
ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY shipped ON app.orders USING (status = 'shipped');
CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted AFTER UPDATE OF status ON app.orders FOR EACH ROW WHEN (NEW.status = 'paid') EXECUTE FUNCTION app.note();
COMMENT ON COLUMN app.orders.status IS 'where it is'; COMMENT ON TYPE app.status IS 'of an order';
GRANT SELECT (status) ON app.orders TO app_ro; GRANT SELECT ON app.by_status TO app_ro;
ALTER TABLE app.orders ALTER was SET STORAGE EXTERNAL, ALTER status SET STATISTICS 300;
INSERT INTO app.orders VALUES (1, 'new', '{new,paid}', NULL), (2, 'shipped', '{paid}', '2026-01-01');
