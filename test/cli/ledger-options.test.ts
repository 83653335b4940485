/** `driftwatch ledger`: how its migrations are read, and what it is given that cannot be. */

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asHistoryOf, replayedFrom, snapshotFile } from "../support/history.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { directoryOf } from "../support/project.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const ledger = (expected: string, ...args: string[]) =>
  driftwatch(["ledger", expected, "--database-url", database.url, ...args]);
const replaying = (...args: string[]) => ["--scratch-url", database.url, ...args];

const FLYWAY = `CREATE TABLE flyway_schema_history (installed_rank int, version text, description text, type text, script text,
  checksum int, installed_by text, installed_on timestamp DEFAULT now(), execution_time int, success boolean);`;

describe("driftwatch ledger of a directory", () => {
  it("takes the placeholders and settings that its migrations were written for", async () => {
    const project = directoryOf({
      "V1__a.sql": `CREATE TABLE a (id int, at timestamptz DEFAULT '2024-01-01', by text DEFAULT '\${owner}');`,
    });
    expectRefusal(await ledger(project, ...replaying()), /--placeholder owner=VALUE/);
    await database.sql(`${FLYWAY} SET TimeZone = 'Asia/Tokyo';
      CREATE TABLE a (id int, at timestamptz DEFAULT '2024-01-01', by text DEFAULT 'ann');
      INSERT INTO flyway_schema_history VALUES (1, '1', 'a', 'SQL', 'V1__a.sql', NULL, 'me', now(), 1, true)`);
    const given = ["--placeholder", "owner=ann", "--setting", "TimeZone=Asia/Tokyo"];
    const { code, stdout, stderr } = await ledger(project, ...replaying(...given, "--format", "json"));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout).migrations).toMatchObject([{ state: "applied", changed: [] }]);
  });

  it("takes the layout that its message asks for", async () => {
    const project = directoryOf({ "1_a.sql": "CREATE TABLE a (id int);" });
    await database.sql(`CREATE TABLE a (id int); CREATE TABLE _sqlx_migrations (version bigint, description text,
      installed_on timestamptz DEFAULT now(), success boolean, checksum bytea, execution_time bigint)`);
    expectRefusal(await ledger(project, ...replaying("--layout", "plain")), /no ledger is known.*--layout/);
    expect(await ledger(project, ...replaying("--layout", "sqlx"))).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("unrecorded-present"),
    });
  });
});

describe("driftwatch ledger", () => {
  const replayed = () =>
    replayedFrom({ "V1__a.sql": "CREATE TABLE a (id int);", "V2__b.sql": "CREATE TABLE b (id int);" });
  const dbmate = async () => snapshotFile(asHistoryOf(await replayed(), "dbmate", (at) => ({ id: String(at + 1) })));

  it("refuses a --ledger that is no table", async () => {
    await database.sql("CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)");
    const expected = await dbmate();
    expectRefusal(await ledger(expected, "--ledger", "nope.t"), /--ledger names "nope\.t".*no such table/);
    expect(await ledger(expected, "--ledger", "public.schema_migrations")).toMatchObject({ code: 0 });
  });

  it("refuses a --confirm that confirms nothing", async () => {
    expectRefusal(await ledger(await dbmate(), "--confirm", database.name), /--confirm is for --apply/);
    expectRefusal(await ledger(await dbmate(), "--repair", "--confirm", database.name), /--confirm is for --apply/);
  });

  it("calls two heads of Alembic something to look at", async () => {
    const needs = [["a0"], ["a0"]];
    const snapshot = asHistoryOf(
      await replayedFrom({
        "V0__a.sql": "CREATE TABLE base (id int);",
        "V1__a.sql": "CREATE TABLE a (id int);",
        "V2__b.sql": "CREATE TABLE b (id int);",
      }),
      "alembic",
      (at) => ({ id: `a${at}`, needs: needs[at - 1] ?? [] }),
    );
    await database.sql(`CREATE TABLE base (id int); CREATE TABLE a (id int); CREATE TABLE b (id int);
      CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('a1'), ('a2')`);
    const { code, stdout } = await ledger(snapshotFile(snapshot));
    expect(code).toBe(2);
    expect(stdout).toMatch(/3 recorded, 0 pending, 1 to look at/);
    expect(stdout).toMatch(/Several heads/);
  });

  it.each([
    ["has not failed: offers none of Prisma's commands, which refuses them", "now()", false],
    ["has failed: offers them", "NULL", true],
  ])("to take back what %s", async (_what, finished, offered) => {
    const expected = snapshotFile(
      asHistoryOf(await replayed(), "prisma", (at) => ({ id: `${at + 1}_m`, checksum: "x" })),
    );
    await database.sql(`CREATE TABLE a (id int);
      CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
        migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
        applied_steps_count int NOT NULL DEFAULT 0);
      INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name)
        VALUES ('1', 'x', now(), '1_m'), ('2', 'x', ${finished}, '2_m')`);
    const { stdout } = await ledger(expected, "--repair");
    expect(stdout).toMatch(/DELETE FROM "public"\."_prisma_migrations" WHERE migration_name = '2_m'/);
    expect(stdout.includes("migrate resolve --rolled-back 2_m")).toBe(offered);
  });
});
