/** Databases, and what is known of them, at the moments that matter in the life of an incident. */

import { accessSync, constants, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Watch, watch } from "../support/monitoring.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import type { Truth } from "./judge.ts";

/** A moment at which a check is made. */
export interface Scene {
  readonly name: string;
  readonly database: string;
  /** What is known by then, as a directory. */
  readonly known: string;
  readonly full: boolean;
  readonly truth: Truth;
}

export interface Stage {
  readonly own: OwnServer;
  readonly scenes: readonly Scene[];
  readonly databases: Readonly<Record<string, OwnDatabase>>;
  /** Other servers that a fault needs. */
  readonly beside: { end(): Promise<void> }[];
  end(): Promise<void>;
}

/** Memory where there is some to be had: most of what a trial does is to write files. */
export const FAST = accessible("/dev/shm") ? "/dev/shm" : tmpdir();

function accessible(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

export const PASSWORD = "sw0rdfish-7391-of-the-watcher";
export const WATCHER = "watcher";

const SCHEMA = `
  CREATE SCHEMA app;
  CREATE TYPE app.mood AS ENUM ('calm', 'cross');
  CREATE TABLE app.users (id int PRIMARY KEY, name text NOT NULL DEFAULT 'nobody', mood app.mood, CHECK (name <> ''));
  CREATE INDEX users_name ON app.users (lower(name)) WHERE mood IS NOT NULL;
  CREATE TABLE app.orders (id int PRIMARY KEY, buyer int REFERENCES app.users, total numeric(10, 2));
  CREATE VIEW app.buyers AS SELECT u.name, sum(o.total) AS total FROM app.users u JOIN app.orders o ON o.buyer = u.id GROUP BY u.name;
  CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
  CREATE TRIGGER touched BEFORE UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();
  COMMENT ON TABLE app.users IS 'who buys'`;

const FIRST = "ALTER TABLE app.users ADD COLUMN nickname text";
const UNDO_FIRST = "ALTER TABLE app.users DROP COLUMN nickname";
const SECOND =
  "CREATE OR REPLACE VIEW app.buyers AS SELECT u.name, max(o.total) AS total FROM app.users u JOIN app.orders o ON o.buyer = u.id GROUP BY u.name";

const certificates = join(import.meta.dirname, "../support/certificates");
/** Who signed the certificate of a server that has one. */
export const AUTHORITY = join(certificates, "ca.pem");
const CERTIFICATE = { certificate: join(certificates, "server.pem"), key: join(certificates, "server.key") };

const OVER_SOCKET = ["local all,replication postgres trust", "local all all scram-sha-256"];
const OVER_TLS = ["host all postgres 127.0.0.1/32 trust", "hostssl all all all scram-sha-256"];

/** @param tls it listens on loopback, and lets the watcher in over TLS alone */
export async function setStage({ tls = false } = {}): Promise<Stage> {
  const own = tls ? await ownServer(OVER_TLS, CERTIFICATE) : await ownServer(OVER_SOCKET);
  const folder = mkdtempSync(join(FAST, "driftwatch-faults-"));
  const mended = await own.database("mended");
  const drifted = await own.database("drifted");
  await mended.sql(`CREATE ROLE ${WATCHER} LOGIN PASSWORD '${PASSWORD}'; GRANT pg_monitor TO ${WATCHER}`);
  const scenes = [...(await scenesOf(mended, "mended", folder)), ...(await scenesOf(drifted, "drifted", folder))];
  const beside: Stage["beside"] = [];
  return {
    ...{ own, scenes, beside, databases: { mended, drifted } },
    end: async () => {
      for (const other of beside) await other.end();
      await own.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Lets a database live, and remembers what was known of it in between; at the end it is as it is said to be. */
async function scenesOf(database: OwnDatabase, name: "mended" | "drifted", folder: string): Promise<Scene[]> {
  const world = watch(database.url(), undefined, FAST);
  try {
    await database.sql(SCHEMA);
    world.accept(await world.check());
    await world.check();
    const inSync = keep(world, join(folder, `${name}-in-sync`));
    await database.sql(FIRST);
    const first = (await world.check()).findings.map(({ id }) => id);
    const opened = keep(world, join(folder, `${name}-opened`));
    if (name === "mended") {
      await database.sql(UNDO_FIRST);
      const truth: Truth = { status: "IN_SYNC", findings: [], appeared: [], disappeared: [] };
      return [
        { name: "in sync, unmoved", database: name, known: inSync, full: false, truth },
        { name: "in sync", database: name, known: inSync, full: true, truth },
        { name: "resolved", database: name, known: opened, full: false, truth: { ...truth, disappeared: first } },
      ];
    }
    await database.sql(SECOND);
    const all = (await world.check()).findings.map(({ id }) => id);
    const changed = keep(world, join(folder, `${name}-changed`));
    const second = all.filter((id) => !first.includes(id));
    const truth: Truth = { status: "DRIFTED", findings: all, appeared: [], disappeared: [] };
    return [
      { name: "opened", database: name, known: inSync, full: false, truth: { ...truth, appeared: all } },
      { name: "changed", database: name, known: opened, full: false, truth: { ...truth, appeared: second } },
      { name: "still, unmoved", database: name, known: changed, full: false, truth },
      { name: "still", database: name, known: changed, full: true, truth },
    ];
  } finally {
    world.end();
  }
}

function keep({ directory }: Watch, to: string): string {
  cpSync(directory, to, { recursive: true });
  return to;
}
