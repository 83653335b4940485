/** How migrations are read, said of what holds none, or of what is none of that tool's. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { driftwatch, expectRefusal, SECRET } from "./driftwatch.ts";

const TABLE = "CREATE TABLE t (id int);\n";
let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-replaying-"));
  mkdirSync(at("migrations"));
  writeFileSync(at("migrations/V1__t.sql"), TABLE);
  mkdirSync(at("other"));
  writeFileSync(at("other/1.sql"), TABLE);
  writeFileSync(at("schema.sql"), TABLE);
  expect((await driftwatch(["replay", "--migrations", at("other"), "--out", at("a.json")])).code).toBe(0);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("an option for migrations", () => {
  const live = `postgres://me:${SECRET}@localhost/shop`;

  it.each<[string, string[]]>([
    ["--layout", ["--layout", "rails"]],
    ["--command", ["--command", "make migrate"]],
    ["--setting", ["--setting", "a=b"]],
    ["--placeholder", ["--placeholder", "a=b"]],
    ["--python", ["--python", "python3"]],
    ["--database-alias", ["--database-alias", "other"]],
    ["--postgres", ["--postgres", "17"]],
    ["--scratch-url", ["--scratch-url", live]],
  ])("%s is refused where neither side has any", async (flag, given) => {
    const outcome = await driftwatch(["diff", at("a.json"), live, ...given]);
    const where = `neither ${at("a.json")} nor shop on localhost:5432 has any`;
    expectRefusal(outcome, `${flag} is for migrations, and ${where}; leave it out, or give their directory`);
  });

  it("is refused of a ledger's snapshot and of a plan, but for what they are proved with", async () => {
    const ledger = await driftwatch(["ledger", at("a.json"), "--database-url", live, "--layout", "rails"]);
    expectRefusal(ledger, `--layout is for migrations, and ${at("a.json")} has none; `);
    const plan = ["plan", at("a.json"), at("a.json"), "--dry-run"];
    expectRefusal(
      await driftwatch([...plan, "--layout", "flyway"]),
      `--layout is for migrations, and ${at("a.json")} has none; `,
    );
    expectRefusal(
      await driftwatch([...plan, "--postgres", "17"]),
      `--postgres is for migrations, and ${at("a.json")} has none; `,
    );
    expect((await driftwatch([...plan, "--prove", "--postgres", "17"])).code).toBe(0);
  });

  it("does not hide that a side is not there", async () => {
    expectRefusal(
      await driftwatch(["diff", at("nowhere"), at("a.json"), "--layout", "rails"]),
      'nowhere" is neither a file',
    );
  });
});

describe("--layout", () => {
  it("of a single file that is none of the tool's says so", async () => {
    const rails = await driftwatch(["diff", at("schema.sql"), at("schema.sql"), "--layout", "rails"]);
    const remedy = "leave that out for a whole schema in one file, or give the directory of the migrations";
    expectRefusal(rails, `${at("schema.sql")} is no migration of Rails structure.sql; ${remedy}`);
    const django = await driftwatch(["diff", at("schema.sql"), at("a.json"), "--layout", "django"]);
    expectRefusal(django, `${at("schema.sql")} is a file, and Django runs in a directory; ${remedy}`);
    const command = await driftwatch(["diff", at("schema.sql"), at("a.json"), "--command", "false"]);
    expectRefusal(command, `${at("schema.sql")} is a file, and the command runs in a directory; ${remedy}`);
  });

  it("is of the directory where the other side is a single file", async () => {
    const { code } = await driftwatch(["diff", at("migrations"), at("schema.sql"), "--layout", "flyway"]);
    expect(code).toBe(0);
  });

  it.each([
    ["rails", "other holds no structure.sql; "],
    ["drizzle", "other holds no meta/_journal.json; "],
    ["django", "other holds no manage.py; "],
  ])("of %s says what is not in the directory", async (layout, line) => {
    expectRefusal(await driftwatch(["diff", at("other"), at("a.json"), "--layout", layout]), line);
  });
});
