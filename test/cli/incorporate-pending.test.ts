/** `driftwatch plan --incorporate` while migrations are still to be run: the new one does not undo them. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { directoryOf } from "../support/project.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

const FILES = {
  "V3__orders.sql": "CREATE TABLE orders (id int PRIMARY KEY, c int, total int);",
  "V4__tighten.sql":
    "CREATE INDEX ix_orders_c ON orders (c); ALTER TABLE orders ALTER c SET DEFAULT 0, ALTER c SET NOT NULL;",
};
const LEDGER = `CREATE TABLE flyway_schema_history (installed_rank int, version text, description text, type text, script text,
  checksum int, installed_by text, installed_on timestamp DEFAULT now(), execution_time int, success boolean);
  INSERT INTO flyway_schema_history VALUES (1, '3', 'orders', 'SQL', 'V3__orders.sql', NULL, 'me', now(), 1, true);`;

let live: FreshDatabase;
beforeEach(async () => {
  live = await freshDatabase();
  await live.sql(`${FILES["V3__orders.sql"]} ${LEDGER}`);
});
afterEach(() => live.drop());

const incorporated = (project: string, ...args: string[]) =>
  driftwatch([
    ...["plan", project, live.url, "--incorporate", "--message", "the hotfix", "--scratch-url", live.url],
    ...args,
  ]);

describe("driftwatch plan --incorporate beside a pending migration", () => {
  it("brings the hotfix alone, is proved, and names what it left out", async () => {
    const project = directoryOf(FILES);
    await live.sql("ALTER TABLE orders ADD COLUMN hotfix text");
    const { code, stdout, stderr } = await incorporated(project);
    expect({ code, stderr }, stdout).toEqual({
      code: 0,
      stderr: "driftwatch: left out, since the ledger says they are still to be run: 4 tighten\n",
    });
    expect(stdout).toContain("Proved: ");
    const sql = readFileSync(join(project, "V5__the_hotfix.sql"), "utf8");
    expect(sql).toContain('ADD COLUMN "hotfix"');
    expect(sql).not.toContain("DROP");
    const again = await incorporated(project);
    expect(again.stderr).toContain("4 tighten");
  });

  it("has nothing to do where that is all", async () => {
    expect(await incorporated(directoryOf(FILES))).toMatchObject({
      code: 0,
      stdout: "Nothing to do: actual is as expected.\n",
    });
  });

  it("refuses where part of what is pending is there", async () => {
    await live.sql("ALTER TABLE orders ADD COLUMN hotfix text; CREATE INDEX ix_orders_c ON orders (c)");
    expectRefusal(
      await incorporated(directoryOf(FILES)),
      /of what is still to be run, part is there already: 4 tighten; .*ledger --repair/,
    );
  });

  it("refuses a --ledger that is no table", async () => {
    expectRefusal(await incorporated(directoryOf(FILES), "--ledger", "nope.t"), /--ledger names "nope\.t"/);
  });
});
