/** A small schema, and the same after somebody has been at it. */

export const SHOP = `
  CREATE SCHEMA app;
  CREATE SCHEMA audit;
  CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
  CREATE TABLE app.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES app.users, total numeric(12,2));
  CREATE INDEX by_user ON app.orders (user_id);
  ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON app.orders USING (user_id = 1);
  CREATE VIEW app.names AS SELECT email FROM app.users;
  CREATE TABLE audit.log (at timestamptz)`;

/** Two findings, one of them critical, both in the schema app. */
export const DRIFT = `
  ALTER POLICY own ON app.orders USING (true);
  DROP INDEX app.by_user`;

/** Back to where it was. */
export const REPAIR = `
  ALTER POLICY own ON app.orders USING (user_id = 1);
  CREATE INDEX by_user ON app.orders (user_id)`;
