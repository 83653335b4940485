/** Stories of every day, from difference to done: the rows that were there are there after. */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { runFile } from "../support/sql-file.ts";
import { driftwatch } from "./driftwatch.ts";

let folder: string;
const made: FreshDatabase[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-story-"));
});
afterEach(async () => {
  for (const database of made.splice(0)) await database.drop();
  rmSync(folder, { recursive: true });
});

async function databaseOf(...scripts: readonly string[]): Promise<FreshDatabase> {
  const database = await freshDatabase();
  made.push(database);
  for (const script of scripts) await database.sql(script);
  return database;
}

/** Plans, runs what was planned, and sees that nothing is left. */
async function mended(expected: FreshDatabase, live: FreshDatabase, ...more: string[]): Promise<void> {
  const out = mkdtempSync(join(folder, "plans-"));
  const outcome = await driftwatch(["plan", expected.url, live.url, "--message", "story", "--out", out, ...more]);
  expect(outcome.code, outcome.stderr).toBe(0);
  await runFile(live, join(out, readdirSync(out).find((name) => name.endsWith(".up.sql")) ?? ""));
  expect(await driftwatch(["diff", expected.url, live.url])).toMatchObject({ code: 0 });
  const { stdout } = await driftwatch(["plans", "--out", out, "--database-url", live.url]);
  expect(stdout).toMatch(/^\[X\] .*applied\n$/s);
}

const BLOG = `
  CREATE TABLE blog (id int PRIMARY KEY, title text NOT NULL);
  CREATE TABLE entry (id int PRIMARY KEY, blog int NOT NULL REFERENCES blog, body text NOT NULL);
  INSERT INTO blog VALUES (1, 'ours');
  INSERT INTO entry SELECT n, 1, 'entry ' || n FROM generate_series(1, 50) n;`;

describe("a blog with entries", () => {
  it("gets a nullable column, safely, and keeps every entry", async () => {
    const [expected, live] = [
      await databaseOf(BLOG, "ALTER TABLE entry ADD COLUMN subtitle text"),
      await databaseOf(BLOG),
    ];
    const { stdout } = await driftwatch(["plan", expected.url, live.url, "--dry-run", "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({ risks: { safe: 1, caution: 0, danger: 0 } });
    const before = await live.sql("SELECT id, blog, body FROM entry ORDER BY id");
    await mended(expected, live);
    expect(await live.sql("SELECT id, blog, body FROM entry ORDER BY id")).toEqual(before);
    expect(await live.sql("SELECT count(*)::int AS n FROM entry WHERE subtitle IS NULL")).toEqual([{ n: 50 }]);
  });
});

describe("a ticket's field that becomes a table", () => {
  const TICKETS = `
    CREATE TABLE ticket (id int PRIMARY KEY, title text NOT NULL, assignee text);
    INSERT INTO ticket VALUES (1, 'leak', 'ann'), (2, 'crack', 'ben'), (3, 'noise', NULL), (4, 'smell', 'ann');`;
  const SPLIT = `
    CREATE TABLE person (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
    ALTER TABLE ticket ADD COLUMN assignee_id int REFERENCES person;`;

  it("is split in two plans: the table first, the field once its rows have been carried over", async () => {
    const live = await databaseOf(TICKETS);
    await mended(await databaseOf(TICKETS, SPLIT), live);
    await live.sql(`
      INSERT INTO person (name) SELECT DISTINCT assignee FROM ticket WHERE assignee IS NOT NULL;
      UPDATE ticket SET assignee_id = person.id FROM person WHERE person.name = ticket.assignee;`);
    const done = await databaseOf(TICKETS, SPLIT, "ALTER TABLE ticket DROP COLUMN assignee");
    const refused = await driftwatch(["plan", done.url, live.url, "--message", "story", "--out", folder]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/1 DANGER step: .*drop column public\.ticket\.assignee/);
    await mended(done, live, "--allow-danger");
    expect(
      await live.sql("SELECT ticket.id, name FROM ticket LEFT JOIN person ON person.id = assignee_id ORDER BY 1"),
    ).toEqual([
      { id: 1, name: "ann" },
      { id: 2, name: "ben" },
      { id: 3, name: null },
      { id: 4, name: "ann" },
    ]);
  });
});

describe("seven sites with databases of their own", () => {
  const SITE = "CREATE TABLE page (id int PRIMARY KEY, slug text NOT NULL); CREATE INDEX by_slug ON page (slug);";
  const DRIFTS = [
    "",
    "DROP INDEX by_slug",
    "ALTER TABLE page ALTER slug DROP NOT NULL",
    "ALTER TABLE page ADD COLUMN hotfix int",
    "CREATE TABLE backup_of_page AS TABLE page",
    "ALTER TABLE page ALTER slug SET DEFAULT 'x'; DROP INDEX by_slug",
    "ALTER TABLE page RENAME slug TO path",
  ];

  it("drift each in its own way, and come back each by its own plan in one directory", async () => {
    const expected = await databaseOf(SITE);
    const sites: FreshDatabase[] = [];
    for (const drift of DRIFTS) sites.push(await databaseOf(SITE, ...(drift === "" ? [] : [drift])));
    const out = join(folder, "plans");
    for (const [at, { url }] of sites.entries()) {
      const args = ["plan", expected.url, url, "--message", `site ${at + 1}`, "--out", out, "--allow-danger"];
      const { code, stdout } = await driftwatch(args);
      expect(code).toBe(0);
      expect(stdout.startsWith("Nothing to do")).toBe(at === 0);
    }
    const ups = readdirSync(out).filter((name) => name.endsWith(".up.sql"));
    expect(ups).toHaveLength(6);
    for (const [at, site] of sites.entries()) {
      const own = ups.find((name) => name.endsWith(`_site_${at + 1}.up.sql`));
      if (own !== undefined) await runFile(site, join(out, own));
      expect(await driftwatch(["diff", expected.url, site.url])).toMatchObject({ code: 0 });
    }
  });
});
