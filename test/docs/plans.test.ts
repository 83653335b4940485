/** docs/plans.md is true: its commands do what it says, and it names every layout that can be written. */

import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WRITABLE_LAYOUTS } from "../../lib/migrations/project.ts";
import { driftwatch } from "../cli/driftwatch.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { directoryOf } from "../support/project.ts";

/** Each command is a process of its own, and the machine may have others at work. */
const A_PAGE = 120_000;

const PAGE = readFileSync("docs/plans.md", "utf8");
const MIGRATION = "CREATE TABLE orders (id int PRIMARY KEY);\n";

const commands = [...PAGE.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.trim().split("\n"));

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(MIGRATION);
});
afterAll(() => database.drop());

/** The words of a line, as a shell would part them. */
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");

describe("the page on plans", () => {
  it("names every layout", () => {
    const listed = [...PAGE.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, name = ""]) => name);
    expect(listed.filter((name) => WRITABLE_LAYOUTS.includes(name)).sort()).toEqual([...WRITABLE_LAYOUTS].sort());
  });

  it("has commands that work", { timeout: A_PAGE }, async () => {
    const folder = directoryOf({ "db/migrations/1_orders.sql": `-- migrate:up\n${MIGRATION}-- migrate:down\n` });
    for (const name of ["plans", "proved"]) mkdirSync(join(folder, name));
    const expected = join(folder, "expected.json");
    expect(await driftwatch(["snapshot", "--database-url", database.url, "--out", expected])).toMatchObject({
      code: 0,
    });
    await database.sql(
      `ALTER TABLE orders ADD COLUMN hotfix int; CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)`,
    );
    expect(commands.length).toBeGreaterThan(8);
    for (const line of commands) {
      const args = words(line.replace("driftwatch ", ""))
        .map((word) => word.replace("$DATABASE_URL", database.url))
        .map((word) =>
          ["expected.json", "db/migrations", "plans", "proved", "plan.svg", "schema.sql"].includes(word)
            ? join(folder, word)
            : word,
        );
      // The subcommand `plans` is no path.
      if (line.startsWith("driftwatch plans")) args[0] = "plans";
      // A server is there already.
      if (/--incorporate|--prove/.test(line)) args.push("--scratch-url", database.url);
      const { code, stderr } = await driftwatch(args);
      expect({ line, code }, stderr).toEqual({ line, code: line.includes("ledger") ? 2 : 0 });
    }
    expect(readdirSync(join(folder, "plans")).map((name) => name.replace(/^\d+_\d+_/, ""))).toEqual(
      expect.arrayContaining(["back_to_release_43.up.sql", "plans.json"]),
    );
    expect(readdirSync(join(folder, "db/migrations"))).toHaveLength(2);
  });
});
