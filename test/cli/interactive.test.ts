/** What is asked at a terminal, and that nobody is asked where there is none. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Plan } from "../../lib/core/plan.ts";
import { packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

const [ENTER, DOWN, SPACE] = ["\r", "\u001b[B", " "];

/** A person who answers each question, known by a part of it, with these keys. */
function person(answers: readonly (readonly [question: string, keys: readonly string[]])[]) {
  const [input, output] = [new PassThrough(), Object.assign(new PassThrough(), { columns: 200, rows: 50 })];
  const waiting = [...answers];
  let heard = "";
  output.on("data", (chunk) => {
    heard += stripVTControlCharacters(String(chunk));
    const [next] = waiting;
    if (!next || !heard.includes(next[0])) return;
    waiting.shift();
    heard = "";
    // One key after the other, as a keyboard has it, once the question stands.
    setImmediate(() => {
      for (const key of next[1]) input.write(key);
    });
  });
  return { terminal: { input, output }, unasked: () => waiting.map(([question]) => question) };
}

let live: FreshDatabase;
let folder: string;
let expected: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-interactive-"));
  live = await freshDatabase();
  await live.sql("CREATE TABLE orders (id int PRIMARY KEY, price int, note text)");
  expected = join(folder, "expected.json");
  // Of another database: nothing proves what was renamed.
  const snapshot = await takeSnapshot(live.url);
  const elsewhere = { ...snapshot, server: { ...snapshot.server, systemIdentifier: "1" } };
  writeFileSync(expected, packSnapshot(elsewhere, expected));
});
afterEach(async () => {
  await live.drop();
  rmSync(folder, { recursive: true });
});

const planned = (answers: Parameters<typeof person>[0]) => {
  const { terminal, unasked } = person(answers);
  const args = ["plan", expected, live.url, "--interactive", "--message", "asked", "--out", folder];
  return driftwatch(args, { person: terminal }).then((outcome) => ({ ...outcome, unasked: unasked() }));
};
const written = (): Plan => {
  const name = readdirSync(folder).find((each) => each.endsWith(".plan.json")) ?? "";
  return JSON.parse(readFileSync(join(folder, name), "utf8")) as Plan;
};

describe("driftwatch plan --interactive", () => {
  it("asks whether what is alike is a rename, with its score; chosen, it is one", async () => {
    await live.sql("ALTER TABLE orders RENAME price TO cost");
    const outcome = await planned([
      ["column public.orders.price is missing", [DOWN, ENTER]],
      ["Which steps", [ENTER]],
    ]);
    expect(outcome).toMatchObject({ code: 0, unasked: [] });
    expect(written().up.steps.map(({ sql }) => sql)).toEqual([
      expect.stringMatching(/RENAME COLUMN "cost" TO "price"/),
    ]);
    expect(written().down.steps.map(({ sql }) => sql)).toEqual([
      expect.stringMatching(/RENAME COLUMN "price" TO "cost"/),
    ]);
  });

  it("takes it for none by default, and has delete typed for what would be lost", async () => {
    await live.sql("ALTER TABLE orders RENAME price TO cost");
    const outcome = await planned([
      ["column public.orders.price is missing", [ENTER]],
      ["Which steps", [ENTER]],
      ["Type the word delete", ["yes", ENTER]],
      ["type delete, or", ["\u0015", "delete", ENTER]],
    ]);
    expect(outcome).toMatchObject({ code: 0, unasked: [] });
    expect(written().risks.danger).toBe(1);
    expect(
      written()
        .up.steps.map(({ sql }) => sql)
        .join(),
    ).toMatch(/DROP COLUMN "cost"/);
  });

  it("leaves out what nobody wants", async () => {
    await live.sql("ALTER TABLE orders ALTER note SET NOT NULL; CREATE INDEX by_note ON orders (note)");
    const outcome = await planned([["Which steps", [SPACE, ENTER]]]);
    expect(outcome).toMatchObject({ code: 0, unasked: [] });
    expect(outcome.stderr).toMatch(/1 step left out/);
    expect(written().up.steps).toHaveLength(1);
  });

  it("does nothing when it is cancelled", async () => {
    await live.sql("ALTER TABLE orders ADD COLUMN hotfix int");
    expectRefusal(await planned([["Which steps", ["\u0003"]]]), /it was cancelled and nothing was done/);
    expect(readdirSync(folder)).toEqual(["expected.json"]);
  });

  it("asks nobody where there is no terminal, or in CI", async () => {
    const args = ["plan", expected, live.url, "--interactive", "--dry-run"];
    expectRefusal(await driftwatch(args), /--interactive has nobody to ask: this is no terminal/);
    expectRefusal(await driftwatch(args, { person: person([]).terminal, env: { CI: "true" } }), /has nobody to ask/);
  });
});

describe("driftwatch alone", () => {
  const config = (...ids: string[]) => {
    const path = join(folder, "driftwatch.config.json");
    writeFileSync(path, JSON.stringify({ databases: ids.map((id) => ({ id, urlFromEnv: "URL" })) }));
    return { DRIFTWATCH_CONFIG: path };
  };
  const alone = (env: Readonly<Record<string, string>>, answers: Parameters<typeof person>[0]) => {
    const { terminal, unasked } = person(answers);
    return driftwatch([], { person: terminal, env }).then((outcome) => ({ ...outcome, unasked: unasked() }));
  };

  it("offers the work of every day, and says the command it came to", async () => {
    const outcome = await alone(config("orders", "users"), [
      ["What is to be done?", [DOWN, DOWN, ENTER]],
      ["Which database?", [DOWN, ENTER]],
    ]);
    // Nothing has been checked there yet, and that is what the command says.
    expect(outcome).toMatchObject({ code: 1, unasked: [] });
    expect(outcome.stderr).toMatch(/driftwatch history --database users\n.*nothing is remembered of users/);
  });

  it("offers without a config what needs none", async () => {
    const outcome = await alone({ DRIFTWATCH_CONFIG: join(folder, "none.json"), DATABASE_URL: live.url }, [
      ["What is to be done?", [ENTER]],
      ["as it should be", [expected, ENTER]],
      ["as it is", [live.url, ENTER]],
    ]);
    expect(outcome).toMatchObject({ code: 0, unasked: [], stdout: "Nothing to do: actual is as expected.\n" });
  });

  it("prints the help where nobody can be asked", async () => {
    const [none, asked] = [await driftwatch([]), await driftwatch(["--help"])];
    expect(none.stdout + none.stderr).toContain("Commands:");
    expect(asked.stdout).toContain("Commands:");
  });
});
