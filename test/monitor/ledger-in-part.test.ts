/** A step that stands for several migrations, of which the ledger has only some: pending, and never passed off as in sync. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { statementsOf } from "../../lib/sqltext/statements.ts";
import { driftwatch } from "../cli/driftwatch.ts";
import { asHistoryOf, replayedFrom, snapshotFile } from "../support/history.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

const VERSIONS = ["20240101000000", "20240201000000", "20240301000000"] as const;
const SCRIPTS = [
  "CREATE TABLE users (id int PRIMARY KEY, name text);",
  "ALTER TABLE users ADD COLUMN email text; CREATE INDEX users_email ON users (email);",
  "ALTER TABLE users ADD COLUMN phone text, ALTER COLUMN name SET NOT NULL;",
];
const LEDGER = "CREATE TABLE schema_migrations (version varchar PRIMARY KEY);";
const STRUCTURE = `${SCRIPTS.join("\n")}\n${LEDGER}\nINSERT INTO schema_migrations (version) VALUES
${VERSIONS.map((version) => `('${version}')`).join(",\n")};\n`;
const LATER = "20240401000000";
const NEXT = `class Later < ActiveRecord::Migration[7.1]
  def up
    execute <<-'SQL'
CREATE TABLE later (id int);
    SQL
  end
end
`;

let expected: Snapshot;
let database: FreshDatabase;
let world: Watch;
beforeAll(async () => {
  expected = await replayedFrom({ "db/structure.sql": STRUCTURE, [`db/migrate/${LATER}_later.rb`]: NEXT });
});
beforeEach(async () => {
  database = await freshDatabase();
  await database.sql(LEDGER);
  world = watch(database.url);
  const path = world.ports.snapshots.expectedLocation(aTarget());
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, packSnapshot(expected, path));
});
afterEach(async () => {
  world.end();
  await database.drop();
});

const run = async (...numbers: number[]) => {
  for (const n of numbers) await database.sql(SCRIPTS[n - 1] ?? "");
};
const record = async (...numbers: number[]) => {
  for (const n of numbers) await database.sql(`INSERT INTO schema_migrations VALUES ('${VERSIONS[n - 1]}')`);
};
const ledger = (...args: string[]) =>
  driftwatch(["ledger", snapshotFile(expected), "--database-url", database.url, ...args]);
const codes = async () => (await world.check()).findings.map(({ code }) => code);

describe("structure.sql, of which the newest version is still to be deployed", () => {
  beforeEach(async () => {
    await run(1, 2);
    await record(1, 2);
  });

  it("is pending by name, and what is not there is not called drift", async () => {
    const report = await world.check();
    expect(report).toMatchObject({
      ...{
        status: "INCOMPLETE",
        findings: [],
        pending: [VERSIONS[2], `${LATER}_later`],
        remediation: { statements: [] },
      },
      unreadable: [
        {
          kind: "the recorded part of migration db/structure.sql",
          reason: expect.stringMatching(
            new RegExp(`stands for 3 migrations, of which ${VERSIONS[2]} is not recorded.*column:public.users.phone`),
          ),
        },
      ],
    });
    expect(world.published).toEqual([]);
    const { code, stdout } = await ledger();
    expect(code).toBe(3);
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /0 recorded, 2 pending, nothing wrong \[ \] .*db\/structure\.sql not recorded: 20240301000000; .*not known.* not there +column:public\.users\.phone/,
    );
    const repair = await ledger("--repair");
    expect(await statementsOf(repair.stdout)).toEqual([]);
  });

  it("is never in sync about what may have been made by a version that is recorded", async () => {
    await database.sql("DROP INDEX users_email");
    const report = await world.check();
    expect(report.status).toBe("INCOMPLETE");
    expect(report.unreadable[0]?.reason).toContain("index:public.users.users_email");
    expect((await ledger()).code).toBe(3);
  });

  it("drifts by what none of them explains", async () => {
    await database.sql("ALTER TABLE users ADD COLUMN hotfix int");
    expect(await codes()).toEqual(["column.added"]);
  });

  it("is in sync when that has been run, too, and what is missing then is drift", async () => {
    await run(3);
    await record(3);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", pending: [`${LATER}_later`] });
    await database.sql("ALTER TABLE users DROP COLUMN phone");
    expect(await codes()).toEqual(["column.removed", "migration.half-applied"]);
  });

  it("of which nothing is recorded and nothing there is pending as a whole", async () => {
    await database.sql("DROP TABLE users; DELETE FROM schema_migrations");
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", pending: ["db/structure.sql", `${LATER}_later`] });
  });
});

describe("structure.sql, of which rows were lost", () => {
  it.each([[[1, 3]], [[1]], [[3]]])(
    "has only %j: told, and each of the others recorded by the repair",
    async (rows) => {
      await run(1, 2, 3);
      await record(...rows);
      const lost = [1, 2, 3].filter((n) => !rows.includes(n)).map((n) => VERSIONS[n - 1] ?? "");
      const report = await world.check();
      expect(report).toMatchObject({ status: "DRIFTED", findings: [{ code: "migration.unrecorded-present" }] });
      expect(report.findings[0]?.actual).toBe(`there, and not recorded: ${lost.join(", ")}`);
      expect((await ledger()).code).toBe(2);
      const { stdout } = await ledger("--repair");
      expect(stdout).not.toContain("What will still not agree");
      for (const { sql } of await statementsOf(stdout)) await database.sql(sql);
      expect(await database.sql("SELECT version FROM schema_migrations ORDER BY 1")).toHaveLength(3);
      expect(await world.check()).toMatchObject({ status: "IN_SYNC" });
    },
  );

  it("and of which none of the effects is there any more is taken back with every version", async () => {
    await record(1, 2, 3);
    const { stdout } = await ledger("--repair");
    for (const { sql } of await statementsOf(stdout)) await database.sql(sql);
    expect(await database.sql("SELECT version FROM schema_migrations")).toEqual([]);
  });
});

describe("a squash of Django's", () => {
  const [first, second, squash] = ["shop.0001_initial", "shop.0002_email", "shop.0001_squashed_0002"] as const;
  const django = (): string =>
    snapshotFile(
      asHistoryOf(expected, "django", (at) =>
        at === 0 ? { id: squash, replaces: [first, second] } : { id: "shop.0003_later", needs: [squash] },
      ),
    );
  const states = async () => {
    const path = django();
    const { code, stdout } = await driftwatch(["ledger", path, "--database-url", database.url, "--format", "json"]);
    const { migrations } = JSON.parse(stdout) as { migrations: { state: string; unrecorded: string[] }[] };
    return [code, migrations[0]?.state, migrations[0]?.unrecorded];
  };

  it("of which production has only the first is pending by what it lacks, and recorded by its own row", async () => {
    await database.sql(`DROP TABLE schema_migrations; ${SCRIPTS[0]}
      CREATE TABLE django_migrations (id serial PRIMARY KEY, app varchar(255), name varchar(255), applied timestamptz);
      INSERT INTO django_migrations (app, name) VALUES ('shop', '0001_initial')`);
    expect(await states()).toEqual([3, "pending", [second]]);
    await run(2, 3);
    expect(await states()).toEqual([2, "unrecorded-present", [second]]);
    await database.sql("INSERT INTO django_migrations (app, name) VALUES ('shop', '0001_squashed_0002')");
    expect(await states()).toEqual([0, "applied", []]);
  });
});
