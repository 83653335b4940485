/** `driftwatch diff`: verdicts, their exit codes, and what is compared with what. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Snapshot, serializeSnapshot, takeSnapshot } from "../../lib/index.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { ensureRoles } from "../support/roles.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";
import { DRIFT, SHOP } from "./shop.ts";

let expected: FreshDatabase;
let drifted: FreshDatabase;
let snapshot: Snapshot;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-cli-"));
  [expected, drifted] = await Promise.all([freshDatabase(), freshDatabase()]);
  await expected.sql(SHOP);
  await drifted.sql(SHOP);
  await drifted.sql(DRIFT);
  snapshot = await takeSnapshot(expected.url);
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await Promise.all([expected.drop(), drifted.drop()]);
});

/** A snapshot file made from the expected one. */
function file(name: string, changes: Partial<Snapshot> = {}): string {
  const path = join(directory, name);
  writeFileSync(path, serializeSnapshot({ ...snapshot, ...changes }));
  return path;
}

describe("driftwatch diff", () => {
  it("exits with 0 when nothing differs", async () => {
    const live = `${expected.name} on ${expected.endpoint.host}`;
    for (const [actual, name] of [
      [file("a.json"), file("a.json")],
      [expected.url, live],
    ] as const) {
      const { code, stdout, stderr } = await driftwatch(["diff", file("a.json"), actual]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout.replaceAll(/\s+/g, " ")).toBe(
        `IN SYNC ${name} is as expected by ${file("a.json")}: ${snapshot.objects.size} objects compared. `,
      );
    }
  });

  it("takes a file of SQL for the schema that it makes, as psql would", async () => {
    const dumped = (rest: string): string => `--
-- PostgreSQL database dump
--
\\restrict x
SET transaction_timeout = 0;
SET check_function_bodies = false;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.notes (id integer NOT NULL, body text);
ALTER TABLE public.notes OWNER TO somebody_else;
COPY public.notes (id, body) FROM stdin;
1\tone; two
\\.
CREATE INDEX CONCURRENTLY notes_body ON public.notes (body);
${rest}
\\unrestrict x
`;
    writeFileSync(join(directory, "schema.sql"), dumped(""));
    writeFileSync(join(directory, "late.SQL"), dumped("ALTER TABLE public.notes ADD late text;"));
    const [schema, late] = ["schema.sql", "late.SQL"].map((name) => join(directory, name)) as [string, string];
    const { code, stdout } = await driftwatch(["diff", schema, late, "--format", "json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).findings).toMatchObject([{ code: "column.added", address: "column:public.notes.late" }]);
  });

  it("says of a file of SQL that it has a command of psql in it", async () => {
    writeFileSync(join(directory, "psql.sql"), "\\connect other\nSELECT 1;\n");
    expectRefusal(
      await driftwatch(["fingerprint", join(directory, "psql.sql")]),
      /psql\.sql, line 1: .*it is a command of psql/,
    );
  });

  it("exits with 2 on drift, and shows findings before the SQL that mends it", async () => {
    const { code, stdout, stderr } = await driftwatch(["diff", file("a.json"), drifted.url]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(stdout).toMatch(
      /^DRIFTED {2}test_\d+_\d+_\d+ on\s+\S+\s+has\s+drifted\s+from\s+\S+a\.json:\s+2\s+findings\s+\(1\s+critical,\s+1\s+medium\)\.\n.*\nCRITICAL {2}policy app\.orders\.own: using altered\n.*\nMEDIUM {4}index app\.orders\.by_user: removed\n.*\nProposed SQL: 2 statements .*ALTER POLICY "own".*CREATE INDEX "by_user"[^\n]*;\n$/s,
    );
  });

  it("compares two databases, and proposes what makes them alike", async () => {
    const { code, stdout } = await driftwatch(["diff", expected.url, drifted.url, "--format", "json"]);
    expect(code).toBe(2);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      status: "DRIFTED",
      format: 1,
      counts: { critical: 1, medium: 1 },
      findings: [{ code: "policy.using.altered" }, { code: "index.removed" }],
      unreadable: [],
      notCompared: [],
      unmodelled: [],
    });
    const mended = await freshDatabase();
    try {
      await mended.sql(SHOP);
      await mended.sql(DRIFT);
      for (const { sql } of report.remediation.statements) await mended.sql(sql);
      const { stdout: print } = await driftwatch(["fingerprint", mended.url]);
      expect(print.trim()).toBe(report.fingerprint.expected);
    } finally {
      await mended.drop();
    }
  });

  it("gives the same JSON for the same sources", async () => {
    const run = () => driftwatch(["diff", file("a.json"), drifted.url, "--format=json"]);
    expect((await run()).stdout).toBe((await run()).stdout);
  });

  it("looks at the schemas it is told to", async () => {
    const run = (...schemas: string[]) => driftwatch(["diff", file("a.json"), drifted.url, ...schemas]);
    expect(await run("--schema", "audit")).toMatchObject({
      code: 0,
      stderr: "driftwatch: compared only schemas like audit\n",
    });
    expect(await run("--exclude-schema", "app")).toMatchObject({
      code: 0,
      stderr: "driftwatch: compared only all schemas, but not app\n",
    });
    expect(await run("--schema", "audit", "--schema", "app")).toMatchObject({ code: 2 });
    expectRefusal(await run("--schema", "adit"), /no schema is like "adit"; did you mean audit\?/);
  });

  it("compares with a snapshot of some schemas those schemas only, and says so", async () => {
    const path = join(directory, "audit.json");
    writeFileSync(path, serializeSnapshot(await takeSnapshot(expected.url, { schemas: { include: ["audit"] } })));
    expect(await driftwatch(["diff", path, drifted.url])).toMatchObject({
      code: 0,
      stderr: "driftwatch: compared only schemas like audit\n",
    });
  });

  it("compares snapshots that were made by other rules", async () => {
    const older = file("older.json", { canonicaliser: "driftwatch 0" });
    expect(await driftwatch(["diff", older, expected.url])).toMatchObject({ code: 0, stderr: "" });
    expect(await driftwatch(["diff", older, drifted.url])).toMatchObject({ code: 2 });
  });

  it("exits with 3 when one side never looked at something, and names it", async () => {
    const { trigger: _, ...covers } = snapshot.covers;
    const { code, stdout } = await driftwatch(["diff", file("old.json", { covers }), expected.url]);
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^INCOMPLETE {2}\S+ on \S+ could\s+not\s+be\s+compared\s+completely\s+with\s+\S+old\.json;\s+of\s+the\s+rest:\s+no\s+drift\./,
    );
    expect(stdout).toMatch(/not compared, .*: trigger\n/s);
  });

  it("exits with 3 when something could not be read, and says what would help", async () => {
    await ensureRoles();
    await drifted.sql("REVOKE EXECUTE ON FUNCTION pg_get_viewdef(oid) FROM PUBLIC");
    const watcher = drifted.url.replace("postgres@", "watcher@");
    const { code, stdout } = await driftwatch(["diff", file("a.json"), watcher]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^INCOMPLETE/);
    expect(stdout).toMatch(/view could not be read: permission denied .*GRANT\s+EXECUTE/s);
    expect(stdout).toContain("index app.orders.by_user: removed");
    expect(stdout).not.toContain("view app.names");
    const print = await driftwatch(["fingerprint", watcher]);
    expect(print.code).toBe(3);
    expect(print.stdout).toMatch(/^[0-9a-f]{64}\n$/);
    expect(print.stderr).toMatch(/^driftwatch: incomplete: view could not be read/);
  });
});

describe("what has another name", () => {
  let renamed: FreshDatabase;
  beforeAll(async () => {
    renamed = await freshDatabase();
    await renamed.sql(SHOP);
    await renamed.sql("ALTER VIEW app.names RENAME TO all_names");
  });
  afterAll(() => renamed.drop());

  const told = async (args: readonly string[] = [], env: Record<string, string> = {}) =>
    (await driftwatch(["diff", expected.url, renamed.url, ...args], { env })).stdout;

  it("is told as renamed, with how that is known, and renamed back", async () => {
    const stdout = await told();
    expect(stdout).toContain("view app.names: renamed to view app.all_names (score 0.89; or: removed and added)");
    expect(stdout).toContain('ALTER VIEW "app"."all_names" RENAME TO "names"');
  });

  it("is told as possible below the threshold, which an option says before the environment", async () => {
    const removed = /view app\.names: removed[\s\S]*it may be called view app\.all_names now \(score 0\.88\d\)/;
    expect(await told(["--rename-threshold", "0.95"])).toMatch(removed);
    expect(await told([], { DRIFTWATCH_RENAME_THRESHOLD: "0.95" })).toMatch(removed);
    expect(await told(["--rename-threshold", "0.8"], { DRIFTWATCH_RENAME_THRESHOLD: "0.95" })).toContain("renamed to");
    expectRefusal(await driftwatch(["diff", "a", "b", "--rename-threshold", "0.2"]), "a number from 0.5 to 1");
  });
});

describe("colour", () => {
  const diff = (env: Record<string, string>, terminal: boolean, ...args: string[]) =>
    driftwatch(["diff", file("a.json"), file("a.json"), ...args], { env, terminal });

  it.each<[string, Record<string, string>, boolean, string[], boolean]>([
    ["on a terminal", {}, true, [], true],
    ["not in a pipe", {}, false, [], false],
    ["not with --no-color", {}, true, ["--no-color"], false],
    ["not with NO_COLOR", { NO_COLOR: "1" }, true, [], false],
    ["with an empty NO_COLOR", { NO_COLOR: "" }, true, [], true],
    ["with FORCE_COLOR in a pipe", { FORCE_COLOR: "1" }, false, [], true],
    ["not with FORCE_COLOR=0", { FORCE_COLOR: "0" }, true, [], false],
    ["not when NO_COLOR and FORCE_COLOR disagree", { NO_COLOR: "1", FORCE_COLOR: "1" }, true, [], false],
    ["not on a dumb terminal", { TERM: "dumb" }, true, [], false],
  ])("%s", async (_, env, terminal, args, coloured) => {
    expect((await diff(env, terminal, ...args)).stdout.includes("\u001b[")).toBe(coloured);
  });
});
