/** What belongs to tools and to the platform is left out, and said so; what merely bears such a name stays in. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_PROFILES, PROFILE_NAMES } from "../../lib/core/profile.ts";
import type { Scope, Snapshot } from "../../lib/core/snapshot.ts";
import { parseSnapshot } from "../../lib/core/snapshot-file.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { type Asked, compare } from "../../lib/engine/compare.ts";
import { fingerprint, takeSnapshot } from "../../lib/index.ts";
import { PROFILES } from "../../lib/kinds/profiles.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";

const LEDGERS = readFileSync(fileURLToPath(new URL("../kinds/ledgers.sql", import.meta.url)), "utf8");
const ALL: Asked = { profiles: DEFAULT_PROFILES };
const USERS = "CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY)";

let own: OwnServer;
let database: OwnDatabase;
let empty: Snapshot;
let databases = 0;

const take = (profiles?: Scope["profiles"]) => takeSnapshot(database.url(), profiles ? { profiles } : {});
const addresses = ({ objects }: Snapshot) => [...objects.keys()];

beforeAll(async () => {
  own = await ownServer();
  empty = await takeSnapshot((await own.database("nothing")).url());
});
beforeEach(async () => {
  databases += 1;
  database = await own.database(`test_${databases}`);
});
afterAll(() => own.stop());

describe("the ledgers of migration tools", () => {
  it("are left out, every one of them, with all that is within them", async () => {
    await database.sql(LEDGERS);
    const snapshot = await take();
    const kept = addresses(snapshot).filter((address) => !empty.objects.has(address));
    expect(kept.filter((address) => !/^(owner:)?schema[:.](rails|gomigrate|ecto|laravel)$/.test(address))).toEqual([]);
    const tables = LEDGERS.match(/^CREATE TABLE/gm)?.length ?? 0;
    expect(snapshot.leftOut.filter(({ address }) => address.startsWith("table:"))).toHaveLength(tables);
    expect(new Set(snapshot.leftOut.map(({ by }) => by))).toEqual(new Set(["ledgers"]));
  });

  it("are said to be what they are", async () => {
    await database.sql(LEDGERS);
    const { leftOut } = parseSnapshot(packSnapshot(await take(), "a.json.gz"));
    expect(leftOut).toContainEqual({
      address: "table:public.flyway_schema_history",
      by: "ledgers",
      why: "the ledger of Flyway",
    });
    expect(leftOut).toContainEqual({ address: "schema:drizzle", by: "ledgers", why: "where Drizzle keeps its ledger" });
  });

  it("are there for whoever asks", async () => {
    await database.sql(LEDGERS);
    const snapshot = await take([]);
    expect(snapshot.leftOut).toEqual([]);
    expect(addresses(snapshot)).toContain("column:public.flyway_schema_history.checksum");
  });

  it("are told from tables that bear their names", async () => {
    await database.sql(`CREATE TABLE public.migrations (id int PRIMARY KEY, bird text, "timestamp" timestamptz);
      CREATE TABLE public.schema_migrations (version text, paid numeric);
      CREATE SCHEMA drizzle; CREATE TABLE drizzle.weather (id int);
      CREATE FUNCTION public.pgmigrations() RETURNS int LANGUAGE sql AS 'SELECT 1'`);
    const snapshot = await take();
    expect(snapshot.leftOut).toEqual([]);
    expect(addresses(snapshot)).toEqual(
      expect.arrayContaining(["table:public.migrations", "table:public.schema_migrations", "schema:drizzle"]),
    );
  });

  it("stay out together with a schema that is their own, and not of one that is shared", async () => {
    await database.sql(`CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
      CREATE TABLE drizzle.weather (id int)`);
    const snapshot = await take();
    expect(snapshot.leftOut.map(({ address }) => address)).toEqual(["table:drizzle.__drizzle_migrations"]);
    expect(addresses(snapshot)).toEqual(expect.arrayContaining(["schema:drizzle", "table:drizzle.weather"]));
    expect(addresses(snapshot).filter((address) => address.includes("__drizzle"))).toEqual([]);
  });
});

describe("housekeeping and the platform", () => {
  it("leave no trace", async () => {
    await database.sql(`${USERS}; CREATE SCHEMA repack; CREATE TABLE repack.log_16384 (id bigserial);
      CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER repack_trigger AFTER INSERT ON app.users FOR EACH ROW EXECUTE FUNCTION app.note()`);
    const snapshot = await take();
    expect(snapshot.leftOut.map(({ by, address }) => `${by} ${address}`)).toEqual([
      "housekeeping table:repack.log_16384",
      "housekeeping trigger:app.users.repack_trigger",
    ]);
    expect(addresses(snapshot).filter((address) => /repack\.|repack_trigger/.test(address))).toEqual([]);
  });

  it("are known by their roles", async () => {
    await database.sql(USERS);
    const before = await take();
    await database.sql(`CREATE ROLE rdsadmin SUPERUSER; CREATE SCHEMA aws AUTHORIZATION rdsadmin;
      CREATE TABLE aws.things (id int); GRANT SELECT ON app.users TO rdsadmin`);
    const snapshot = await take();
    expect(fingerprint(snapshot)).toBe(fingerprint(before));
    expect(snapshot.leftOut.map(({ by, address }) => `${by} ${address}`)).toEqual([
      "rds grant:table.app.users.rdsadmin",
      "rds schema:aws",
    ]);
  });
});

describe("the roles of the platform", () => {
  it("are left out with what is set for them, but not who is in them", async () => {
    await database.sql(`CREATE ROLE rds_superuser; CREATE ROLE rds_replication; CREATE ROLE alice; CREATE ROLE rdsrepladmin;
      ALTER ROLE rdsrepladmin SET work_mem = '1MB'; GRANT rds_replication TO rds_superuser; GRANT rds_superuser TO alice`);
    const snapshot = await takeSnapshot(database.url(), { cluster: true });
    const roles = addresses(snapshot).filter((address) => /rds|alice/.test(address) && !address.includes("rdsadmin"));
    expect(roles).toEqual(["membership:rds_superuser.alice", "role:alice"]);
    expect(snapshot.leftOut.map(({ address }) => address)).toEqual(
      expect.arrayContaining(["role:rds_replication", "role:rds_superuser", "role:rdsrepladmin"]),
    );
  });
});

describe("a comparison", () => {
  const verdict = (expected: Snapshot, actual: Snapshot, asked: Asked = ALL) => compare(KINDS, expected, actual, asked);

  it("with an older snapshot, in which they still stand, is not a cry", async () => {
    await database.sql(`${USERS}; ${LEDGERS}`);
    const [older, now] = [await take([]), await take()];
    for (const [expected, actual] of [
      [older, now],
      [now, older],
    ] as const) {
      const { status, findings, leftOut } = verdict(expected, actual);
      expect({ status, findings }).toEqual({ status: "IN_SYNC", findings: [] });
      expect(leftOut).toEqual(now.leftOut.toSorted((a, b) => (a.address < b.address ? -1 : 1)));
    }
  });

  it("leaves out a ledger that is one on one side only", async () => {
    await database.sql(`${USERS}; CREATE TABLE app.alembic_version (version_num varchar(32))`);
    const expected = await take();
    await database.sql("ALTER TABLE app.alembic_version ADD COLUMN note text");
    expect(verdict(expected, await take())).toMatchObject({ status: "IN_SYNC", leftOut: { length: 1 } });
  });

  it("is incomplete where a profile was left out that is asked for, and only if that left something out", async () => {
    await database.sql(USERS);
    expect(verdict(await take(), await take([]), { profiles: [] })).toMatchObject({ status: "IN_SYNC" });
    await database.sql("CREATE TABLE app.alembic_version (version_num varchar(32))");
    expect(verdict(await take(), await take([]), { profiles: [] })).toMatchObject({
      status: "INCOMPLETE",
      findings: [],
      notCompared: ["what the profile ledgers leaves out"],
    });
    expect(verdict(await take([]), await take([]), { profiles: [] })).toMatchObject({ status: "IN_SYNC" });
  });

  it("is incomplete where a schema that is asked for was not looked at", async () => {
    await database.sql(`${USERS}; CREATE SCHEMA billing; CREATE TABLE billing.bills (id int)`);
    const some = await takeSnapshot(database.url(), { schemas: { include: ["app"] } });
    expect(verdict(some, await take(), { include: [], exclude: [] })).toMatchObject({
      status: "INCOMPLETE",
      findings: [],
      notCompared: ["schema billing", "schema public"],
    });
    expect(verdict(some, await take(), { include: ["app"], exclude: [] })).toMatchObject({ status: "IN_SYNC" });
    expect(verdict(some, await take(), {})).toMatchObject({ status: "IN_SYNC", schemas: [{ include: ["app"] }] });
  });
});

describe("the profiles", () => {
  it("are those that a target can name", () => {
    expect(PROFILES.map(({ name }) => name)).toEqual(PROFILE_NAMES);
  });

  it("name kinds, parts and attributes that there are", () => {
    for (const leave of PROFILES.flatMap(({ leaves }) => leaves)) {
      const { attributes } = KINDS.get(leave.kind);
      expect(attributes).toEqual(expect.arrayContaining(Object.keys(leave.spec ?? {})));
      if (!leave.parts) continue;
      const part = KINDS.get(leave.parts.kind);
      for (const known of Object.values(leave.parts.has))
        expect(part.attributes).toEqual(expect.arrayContaining(Object.keys(known)));
    }
  });
});
