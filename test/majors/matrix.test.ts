/** Law 2 across majors: the same DDL has the same fingerprint on every one that can run it, however it got there. */

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fingerprint, remediate, type Snapshot, takeSnapshot } from "../../lib/index.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { differences } from "../support/differences.ts";
import { HOSTILE_SETTINGS } from "../support/hostile-settings.ts";
import { leftToPerson } from "../support/left-to-person.ts";
import { FORGOTTEN_BY_DUMPS } from "../support/schemas/modelled.ts";
import { SCHEMAS } from "../support/schemas/steps.ts";
import { Worlds, whole } from "./worlds.ts";

let worlds: Worlds;

beforeAll(async () => {
  worlds = await Worlds.start();
});

afterAll(() => worlds.stop());

const NAMES = Object.keys(SCHEMAS);

function expectSame(expected: Snapshot, actual: Snapshot, where: string): void {
  expect.soft(differences(expected, actual), where).toEqual([]);
  expect.soft(fingerprint(actual), where).toBe(fingerprint(expected));
  expect.soft(actual.unreadable, where).toEqual([]);
}

describe.each(NAMES)("law 2: %s has one fingerprint", (name) => {
  it("on every major, step by step", async () => {
    const servers = worlds.having(name);
    const seen = await Promise.all(servers.map((server) => worlds.world(server, name)));
    for (const [at, { since }] of (SCHEMAS[name] ?? []).entries()) {
      const [first, ...others] = servers.flatMap(({ major }, place) => {
        const snapshot = seen[place]?.snapshots[at];
        return snapshot ? [{ major, snapshot }] : [];
      });
      expect(first?.major).toBe(since);
      for (const { major, snapshot } of others)
        if (first) expectSame(first.snapshot, snapshot, `step ${at + 1}, ${first.major} and ${major}`);
    }
  });

  it("for a role that may connect and nothing else, and has every setting otherwise", async () => {
    for (const server of worlds.having(name)) {
      const world = await worlds.world(server, name);
      const { database } = world;
      const role = `hostile_${database.name}`;
      await database.sql(`CREATE ROLE ${role} LOGIN`);
      for (const setting of HOSTILE_SETTINGS) {
        await database.sql(`ALTER ROLE ${role} SET ${setting}`);
        await database.sql(`ALTER DATABASE ${database.name} SET ${setting}`);
      }
      const seen = await takeSnapshot(databaseUrl({ ...server, user: role }, database.name));
      await database.sql(`ALTER DATABASE ${database.name} RESET ALL; DROP ROLE ${role}`);
      expectSame(whole(world), seen, `PostgreSQL ${server.major}`);
    }
  });
});

it("law 2: every kind, built in our own order, has the fingerprint of what was written by hand", async () => {
  for (const server of worlds.having("every kind")) {
    const expected = whole(await worlds.world(server, "every kind"));
    const database = await worlds.empty(server);
    const { statements, manual } = remediate(expected, await database.snapshot());
    await database.run(statements.map(({ sql }) => sql));
    const built = await database.snapshot();
    // A subscription holds a secret, and is a person's to create.
    const missing = new Set(leftToPerson(expected, manual).map(([, address]) => address));
    const objects = new Map([...expected.objects].filter(([address]) => !missing.has(address)));
    expect(missing.size).toBeLessThan(5);
    expectSame({ ...expected, objects }, built, `PostgreSQL ${server.major}`);
  }
});

describe("law 2: another order", () => {
  const tables = `CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a', 'b');
    CREATE TABLE s.a (id int PRIMARY KEY, b int, t varchar(9), e s.e); CREATE TABLE s.b (id int PRIMARY KEY, a int)`;
  const rest = [
    "CREATE INDEX one ON s.a (b) WITH (fillfactor = 80)",
    "CREATE INDEX two ON s.a (t) WHERE t IN ('x', 'y')",
    "ALTER TABLE s.b ADD CONSTRAINT refers FOREIGN KEY (a) REFERENCES s.a (id)",
    "ALTER TABLE s.a ADD CONSTRAINT positive CHECK (b > 0)",
    "ALTER TABLE s.a ALTER b SET NOT NULL",
    "CREATE VIEW s.v AS SELECT a.id FROM s.a a WHERE a.t IN ('x', 'y')",
    "CREATE FUNCTION s.f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM s.a; END",
    "CREATE POLICY p ON s.a TO app_rw, app_ro USING (t IN ('x', 'y'))",
    "GRANT SELECT ON s.a TO app_ro",
    "GRANT ALL ON s.a TO app_rw",
    "ALTER TABLE s.a SET (fillfactor = 90)",
    "ALTER TABLE s.a SET (autovacuum_enabled = false)",
    "COMMENT ON TABLE s.a IS 'a'",
  ];

  it("of creation, of grants and of options makes no difference on any major", async () => {
    let first: Snapshot | undefined;
    for (const server of worlds.servers)
      for (const order of [rest, rest.toReversed()]) {
        const database = await worlds.empty(server);
        for (const statement of [tables, ...order]) await database.sql(statement);
        const snapshot = await database.snapshot();
        first ??= snapshot;
        expectSame(first, snapshot, `PostgreSQL ${server.major}`);
      }
  });
});

const run = promisify(execFile);
const dumper = await run("pg_dump", ["--version"]).then(
  ({ stdout }) => Number(/ (\d+)\./.exec(stdout)?.[1] ?? 0),
  () => 0,
);

/** One pg_dump for all: it reads the servers that are no newer than itself, and every newer one takes what it writes. */
describe.runIf(dumper >= 14)("law 2: dumped and restored", () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "driftwatch-dump-"));
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  it.each(NAMES)(
    "%s has the fingerprint it had, on its own major and on all that are newer",
    async (name) => {
      for (const from of worlds.having(name).filter(({ major }) => major <= dumper)) {
        const world = await worlds.world(from, name);
        const file = join(directory, `${world.database.name}_${from.major}.sql`);
        await run("pg_dump", ["--file", file, world.database.url]);
        for (const to of worlds.servers.filter(({ major }) => major >= from.major)) {
          const database = await worlds.empty(to);
          await run("psql", ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file, database.url]);
          if (name === "every kind") await database.sql(FORGOTTEN_BY_DUMPS);
          expectSame(whole(world), await database.snapshot(), `from ${from.major} to ${to.major}`);
        }
      }
    },
    180_000,
  );
});
