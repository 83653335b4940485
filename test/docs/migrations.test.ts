/** docs/migrations.md is true: its commands do what it says, and its tables list what there is. */

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerFindings, MIGRATION_STATES } from "../../lib/migrations/findings.ts";
import { LAYOUT_NAMES } from "../../lib/migrations/project.ts";
import { driftwatch } from "../cli/driftwatch.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { directoryOf } from "../support/project.ts";

const PAGE = readFileSync("docs/migrations.md", "utf8");

/** The first column of the table under a heading. */
const firstColumn = (heading: string): string[] =>
  (PAGE.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));

const commands = [...PAGE.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) =>
  block.split("\n").filter((line) => line.startsWith("driftwatch ")),
);

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(`
    CREATE TABLE orders (id int); CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
    INSERT INTO schema_migrations VALUES ('1')`);
});
afterAll(() => database.drop());

describe("the page on migrations", () => {
  it("lists every layout and every state", () => {
    expect(firstColumn("Whose migrations").sort()).toEqual([...LAYOUT_NAMES].sort());
    expect(firstColumn("Three witnesses").sort()).toEqual([...MIGRATION_STATES].sort());
    expect(
      ledgerFindings({ ledger: { found: "absent", kind: "x" }, migrations: [], heads: [], unattributed: [] }),
    ).toMatchObject([{ code: "migration.ledger-absent", severity: "high" }]);
  });

  it("has commands that work", async () => {
    const folder = directoryOf({
      "db/migrations/1_orders.sql": "-- migrate:up\nCREATE TABLE orders (id int);\n-- migrate:down\n",
    });
    mkdirSync(join(folder, "out"));
    expect(commands.length).toBeGreaterThan(4);
    for (const line of commands) {
      const args = line
        .replace("driftwatch ", "")
        .replace("s3://BUCKET/orders", "out")
        .replace(" --postgres 16", "")
        .replaceAll('"$DATABASE_URL"', database.url)
        .replaceAll(
          /(db\/migrations|out\/expected\.json\.gz|(?<!out\/)expected\.json\.gz|observed\.json\.gz)/g,
          (name) => join(folder, name),
        )
        .split(" ");
      if (line.includes("observed")) {
        const snapshot = ["snapshot", "--database-url", database.url, "--out", join(folder, "observed.json.gz")];
        expect(await driftwatch(snapshot)).toMatchObject({ code: 0 });
      }
      const { code, stderr } = await driftwatch(args);
      expect({ line, code }, stderr).toEqual({ line, code: 0 });
    }
  });
});
