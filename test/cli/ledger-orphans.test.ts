/** `driftwatch ledger --repair` where a row has no file here: another branch's migration, which nobody's repair may lose. */

import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { statementsOf } from "../../lib/sqltext/statements.ts";
import { asHistoryOf, replayedFrom, snapshotFile } from "../support/history.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch } from "./driftwatch.ts";

let replayed: Snapshot;
let database: FreshDatabase;
beforeAll(async () => {
  replayed = await replayedFrom({
    "V1__a.sql": "CREATE TABLE a (id int PRIMARY KEY);",
    "V2__b.sql": "CREATE TABLE b (id int PRIMARY KEY);",
  });
});
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const repairOf = (expected: string, ...args: string[]) =>
  driftwatch(["ledger", expected, "--database-url", database.url, "--repair", ...args]);

describe("the repair of a ledger that names what no file has", () => {
  it("keeps another branch's head of Alembic, and stamps nothing", async () => {
    const expected = snapshotFile(
      asHistoryOf(replayed, "alembic", (at) => ({ id: `a${at + 1}`, needs: at === 0 ? [] : [`a${at}`] })),
    );
    await database.sql(`CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
      INSERT INTO alembic_version VALUES ('a2'), ('zz9')`);
    const { code, stdout, stderr } = await repairOf(expected);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(stdout).toMatch(/a2: recorded-missing: take back its record/);
    expect(stdout).toMatch(/zz9: recorded-orphan: by hand/);
    expect(stdout).not.toContain("stamp");
    for (const { sql } of await statementsOf(stdout)) await database.sql(sql);
    expect(await database.sql("SELECT version_num AS id FROM alembic_version ORDER BY 1")).toEqual([
      { id: "a1" },
      { id: "zz9" },
    ]);
  });

  it.each([
    ["recorded and absent", "", /2: recorded-missing: by hand; the ledger's one row says 6: settle that first/],
    ["present and later than the row", "CREATE TABLE c (id int);", /7: unrecorded-present: by hand; .* says 6/],
  ])("leaves the one row of golang-migrate alone: %s", async (_what, more, said) => {
    const withLater =
      more === ""
        ? replayed
        : await replayedFrom({
            "V1__a.sql": "CREATE TABLE a (id int PRIMARY KEY);",
            "V7__c.sql": "CREATE TABLE c (id int);",
          });
    const ids = more === "" ? ["1", "2"] : ["1", "7"];
    const expected = snapshotFile(asHistoryOf(withLater, "golang-migrate", (at) => ({ id: ids[at] ?? "" })));
    await database.sql(`CREATE TABLE a (id int PRIMARY KEY); ${more}
      CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
      INSERT INTO schema_migrations VALUES (6, false)`);
    const { code, stdout } = await repairOf(expected);
    expect(code).toBe(2);
    expect(stdout.replaceAll(/\n--\s+/g, " ")).toMatch(said);
    expect(await statementsOf(stdout)).toEqual([]);
    expect(stdout).not.toContain("force");
    expect(await repairOf(expected, "--apply", "--confirm", database.name)).toMatchObject({ code: 2 });
    expect(await database.sql("SELECT version::int AS v FROM schema_migrations")).toEqual([{ v: 6 }]);
  });
});
