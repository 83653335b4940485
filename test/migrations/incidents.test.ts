/** Files, ledger and live schema held against each other on a real database: each class found, and nothing else. */

import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Ledger, LedgerEntry, LedgerReport } from "../../lib/core/ledger.ts";
import { EVERYTHING, type Snapshot } from "../../lib/core/snapshot.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { judge } from "../../lib/migrations/incidents.ts";
import { applied } from "../../lib/migrations/ledger.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { type Files, projectOf } from "../support/project.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

const MIGRATIONS = {
  "01": "CREATE TABLE users (id int PRIMARY KEY, name text)",
  "02": "CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users)",
  "03": "ALTER TABLE users ADD COLUMN email text; CREATE INDEX users_email ON users (email)",
  "04": "ALTER TABLE posts ADD COLUMN draft boolean",
  "05": "ALTER TABLE posts DROP COLUMN draft",
  "06": "ALTER TABLE users ALTER COLUMN name SET NOT NULL",
  "07": "UPDATE users SET name = ''",
  "08": "CREATE TABLE audit (id int); CREATE TABLE audit_detail (id int)",
  "09": "ALTER TABLE posts RENAME COLUMN author TO author_id",
  "10": "DROP TABLE audit_detail",
} as const;
type Id = keyof typeof MIGRATIONS;
const IDS = Object.keys(MIGRATIONS).sort() as Id[];
const FILES: Files = Object.fromEntries(IDS.map((id) => [`${id}.sql`, MIGRATIONS[id]]));

let expected: Snapshot;
beforeAll(async () => {
  const scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres") });
  try {
    expected = await replay(KINDS, projectOf(FILES), scratch, { scope: EVERYTHING });
  } finally {
    await scratch.close();
  }
});

interface Scene {
  /** Migrations that are run on the live database. */
  readonly run?: readonly Id[];
  /** SQL by hand, after them. */
  readonly sql?: string;
  readonly recorded?: readonly (Id | LedgerEntry)[];
}

async function reportOn({ run = IDS, sql, recorded = run }: Scene): Promise<LedgerReport> {
  const database = await pool.take();
  try {
    await database.run([...run.map((id) => MIGRATIONS[id]), ...(sql ? [sql] : [])]);
    const { objects } = await database.snapshot();
    const entries = recorded.map((it) => (typeof it === "string" ? applied(it) : it));
    const ledger: Ledger = { found: "read", kind: "test", table: "public.ledger", entries };
    const isOwner = (address: string) => address.startsWith("owner:");
    const live = new Map([...objects].filter(([address]) => !isOwner(address)));
    return judge(expected.history!, ledger, { objects: live, sees: () => true, holders: () => [] });
  } finally {
    await pool.giveBack(database);
  }
}

/** What is not as it should be, by migration. */
const incidents = ({ migrations }: LedgerReport): Record<string, string> =>
  Object.fromEntries(
    migrations
      .filter(({ state }) => !["applied", "superseded", "unverifiable", "pending"].includes(state))
      .map(({ id, state }) => [id, state]),
  );
const states = ({ migrations }: LedgerReport) => Object.fromEntries(migrations.map(({ id, state }) => [id, state]));
const but = (...ids: Id[]): Id[] => IDS.filter((id) => !ids.includes(id));
const upTo = (id: Id): Id[] => IDS.filter((each) => each <= id);

describe("three witnesses that agree", () => {
  it("make every migration applied, superseded or unverifiable", async () => {
    const report = await reportOn({});
    expect(states(report)).toEqual({
      ...Object.fromEntries(IDS.map((id) => [id, "applied"])),
      "04": "superseded",
      "07": "unverifiable",
    });
    expect(report.unattributed).toEqual([]);
  });

  it.each(IDS)("up to %s leave the rest pending, and that is no incident", async (id) => {
    const report = await reportOn({ run: upTo(id) });
    expect(incidents(report)).toEqual({});
    expect(report.migrations.filter(({ recorded }) => !recorded).every(({ state }) => state === "pending")).toBe(true);
  });
});

describe("a witness that lies", () => {
  it.each<[string, Scene, Record<string, string>]>([
    ["a migration recorded and never run (--fake)", { run: but("03"), recorded: IDS }, { "03": "recorded-missing" }],
    ["one of two of its objects dropped by hand", { sql: "DROP INDEX users_email" }, { "03": "half-applied" }],
    ["run, and its row lost", { recorded: but("03") }, { "03": "unrecorded-present" }],
    [
      "half of it run, and not recorded",
      { run: upTo("02"), sql: "ALTER TABLE users ADD COLUMN email text" },
      { "03": "half-applied" },
    ],
    ["a row without a file", { recorded: [...IDS, applied("99")] }, { "99": "recorded-orphan" }],
    [
      "a run that failed",
      { run: upTo("02"), recorded: [...upTo("02"), { ...applied("03"), state: "failed" }] },
      { "03": "failed-or-dirty" },
    ],
    ["a table dropped", { sql: "DROP TABLE audit" }, { "08": "recorded-missing" }],
    ["a removed column back", { sql: "ALTER TABLE posts ADD COLUMN draft boolean" }, { "05": "recorded-missing" }],
    ["a rename undone", { sql: "ALTER TABLE posts RENAME COLUMN author_id TO author" }, { "09": "recorded-missing" }],
    ["a dropped table made again", { sql: "CREATE TABLE audit_detail (id int)" }, { "10": "recorded-missing" }],
    [
      "a NOT NULL taken back",
      { sql: "ALTER TABLE users ALTER COLUMN name DROP NOT NULL" },
      { "06": "recorded-missing" },
    ],
    ["a hole in the middle", { run: but("06"), recorded: but("06") }, { "06": "skipped-by-order" }],
    [
      "everything faked on an empty database",
      { run: [], recorded: IDS },
      {
        "01": "recorded-missing",
        "02": "recorded-missing",
        "03": "recorded-missing",
        "06": "recorded-missing",
        "08": "recorded-missing",
        "09": "recorded-missing",
      },
    ],
  ])("%s", async (_what, scene, found) => {
    expect(incidents(await reportOn(scene))).toEqual(found);
  });

  it("an emptied ledger: everything that shows is present, what shows nothing is told by what came after", async () => {
    const report = await reportOn({ recorded: [] });
    const shown = states(report);
    for (const id of ["01", "02", "03", "06", "08", "09"]) expect([id, shown[id]]).toEqual([id, "unrecorded-present"]);
    expect(report.unattributed).toEqual([]);
  });

  it("tells which half is there, and which is not", async () => {
    const { migrations } = await reportOn({ sql: "DROP INDEX users_email" });
    expect(migrations.find(({ id }) => id === "03")).toMatchObject({
      present: ["column:public.users.email"],
      missing: ["index:public.users.users_email"],
    });
  });

  it("does not call an effect missing that has become something third", async () => {
    const report = await reportOn({ sql: "ALTER TABLE users ALTER COLUMN email TYPE varchar(10)" });
    expect(incidents(report)).toEqual({});
    expect(report.migrations.find(({ id }) => id === "03")?.changed).toEqual(["column:public.users.email type"]);
  });

  it("objects made by hand are nobody's", async () => {
    const report = await reportOn({ sql: "CREATE TABLE hotfix (id int)" });
    expect(incidents(report)).toEqual({});
    expect(report.unattributed).toEqual(["column:public.hotfix.id", "table:public.hotfix"]);
  });

  it("a file edited after it was applied is said so, whatever else holds", async () => {
    const history = {
      ...expected.history!,
      migrations: expected.history!.migrations.map((it) => ({ ...it, checksum: "new" })),
    };
    const ledger: Ledger = {
      found: "read",
      kind: "t",
      table: "t",
      entries: [applied("01", "old"), applied("02", "new"), applied("03")],
    };
    const { migrations } = judge(history, ledger, { objects: new Map(), sees: () => false, holders: () => [] });
    expect(migrations.filter(({ edited }) => edited).map(({ id }) => id)).toEqual(["01"]);
  });
});
