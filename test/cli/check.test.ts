/** `driftwatch check`: the scheduled check from a command line, on one database and on many. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { packSnapshot, type Snapshot, takeSnapshot } from "../../lib/index.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal, SECRET } from "./driftwatch.ts";
import { DRIFT, REPAIR, SHOP } from "./shop.ts";

let [steady, drifting]: FreshDatabase[] = [];
let snapshot: Snapshot;
let directory: string;

beforeAll(async () => {
  [steady, drifting] = await Promise.all([freshDatabase(), freshDatabase()]);
  for (const database of [steady, drifting]) await database.sql(SHOP);
  snapshot = await takeSnapshot(steady.url);
});

afterAll(() => Promise.all([steady?.drop(), drifting?.drop()]));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-cli-"));
  return () => rmSync(directory, { recursive: true });
});

const CONFIG = {
  databases: [
    { id: "steady", urlFromEnv: "STEADY" },
    { id: "drifting", urlFromEnv: "DRIFTING" },
    { id: "broken", urlFromEnv: "BROKEN" },
    { id: "paused", urlFromEnv: "PAUSED", enabled: false },
  ],
};

function configure(config: unknown = CONFIG): string {
  const path = join(directory, "driftwatch.config.json");
  writeFileSync(path, typeof config === "string" ? config : JSON.stringify(config));
  return path;
}

/** Checks with the config file; every database has its URL, and a broken one leads nowhere. */
const check = (...args: readonly string[]) =>
  driftwatch(["check", ...args, "--config", join(directory, "driftwatch.config.json")], {
    env: {
      STEADY: steady?.url,
      DRIFTING: drifting?.url,
      BROKEN: `postgres://me:${SECRET}@127.0.0.1:1/broken`,
    },
  });

function accept(...ids: readonly string[]): void {
  for (const id of ids) {
    const path = join(directory, ".driftwatch", id, "expected.json.gz");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, packSnapshot(snapshot, path));
  }
}

describe("one database", () => {
  beforeEach(() => void configure({ databases: [CONFIG.databases[1]] }));

  it("is NOT_CHECKED without an expected snapshot, and the way to one is told", async () => {
    const { code, stdout } = await check();
    expect(code).toBe(3);
    expect(stdout).toMatch(/^NOT CHECKED {2}drifting has no expected snapshot yet/);
    expect(stdout).toContain(join(directory, ".driftwatch", "drifting", "expected.json.gz"));
  });

  it("goes from in sync to drifted, stays silent about what is known, and comes back", async () => {
    accept("drifting");
    expect(await check()).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/^IN SYNC/) });
    await drifting?.sql(DRIFT);
    const first = await check();
    expect(first).toMatchObject({
      code: 2,
      stderr: "driftwatch: alert: [CRITICAL] Schema drift: drifting (2 findings)\n",
    });
    expect(first.stdout).toMatch(/^DRIFTED .*\n {2}appeared between .*CRITICAL {2}policy app\.orders\.own: using/s);
    const second = await check("--database", "drifting");
    expect(second).toMatchObject({ code: 2, stderr: "", stdout: expect.stringMatching(/; nothing new$/m) });
    await drifting?.sql(REPAIR);
    expect(await check()).toMatchObject({
      code: 0,
      stderr: "driftwatch: alert: [RESOLVED] Schema drift: drifting (2 findings gone)\n",
    });
  });

  it("is reported as JSON", async () => {
    accept("drifting");
    const { stdout } = await check("--format", "json", "--full");
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ status: "IN_SYNC", target: "drifting", format: 2, unmoved: false });
    expect(JSON.parse(readFileSync(report.stored.report, "utf8"))).toMatchObject({ target: "drifting" });
  });

  it("is checked quietly: no alert, and the next check still sends it", async () => {
    accept("drifting");
    await drifting?.sql(DRIFT);
    try {
      expect(await check("--quiet")).toMatchObject({ code: 2, stderr: "" });
      expect((await check()).stderr).toMatch(/^driftwatch: alert: \[CRITICAL\]/);
    } finally {
      await drifting?.sql(REPAIR);
    }
  });

  it("may keep its things elsewhere", async () => {
    const elsewhere = join(directory, "elsewhere");
    const env = { DRIFTWATCH_LOCAL_DIRECTORY: elsewhere, DRIFTWATCH_CONFIG: configure(), DRIFTING: drifting?.url };
    expect(await driftwatch(["check", "--database", "drifting"], { env })).toMatchObject({ code: 3 });
    expect(readdirSync(directory).sort()).toEqual(["driftwatch.config.json", "elsewhere"]);
  });
});

describe("several databases", () => {
  beforeEach(() => void configure());

  it("one that fails does not stop the rest, and the worst decides", async () => {
    accept("steady");
    const { code, stdout, stderr } = await check("--all");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^NOT CHECKED {2}drifting has no expected snapshot/);
    expect(stdout).toMatch(
      /\nDATABASE {2}STATUS {7}FINDINGS\nbroken {4}ERROR {8}broken on 127\.0\.0\.1:1: nothing listens there \(ECONNREFUSED\); check host and\n {23}port, and that the server runs\ndrifting {2}NOT CHECKED {2}no expected snapshot yet; the way to one stands above\nsteady {4}IN SYNC\n/,
    );
    expect(stderr).toMatch(
      /^driftwatch: skipped, because the config disables them: paused\ndriftwatch: broken: broken on 127\.0\.0\.1:1: nothing listens there [^\n]*\n$/,
    );
  });

  it("come in order, default first and then by id, and each says what became of it", async () => {
    const ids = ["zeta", "broken", "default", "alpha"];
    const urls: Record<string, string> = { zeta: "STEADY", default: "DRIFTING" };
    configure({ databases: ids.map((id) => ({ id, urlFromEnv: urls[id] ?? "BROKEN" })) });
    accept("zeta", "default");
    const { code, stdout } = await check("--all", "--format", "json");
    expect(code).toBe(1);
    const { status, reports } = JSON.parse(stdout) as { status: string; reports: { target: string; status: string }[] };
    expect(status).toBe("ERROR");
    expect(reports.map((report) => [report.target, report.status])).toEqual([
      ["default", "IN_SYNC"],
      ["alpha", "ERROR"],
      ["broken", "ERROR"],
      ["zeta", "IN_SYNC"],
    ]);
  });

  it("that are one physical database are refused but for one, and the rest is checked", async () => {
    configure({
      databases: [CONFIG.databases[0], { id: "twin", urlFromEnv: "STEADY" }, CONFIG.databases[1]],
    });
    accept("steady", "twin", "drifting");
    const { code, stdout } = await check("--all", "--format", "json");
    expect(code).toBe(1);
    const { reports } = JSON.parse(stdout) as { reports: { status: string; error: { code: string } | null }[] };
    expect(reports.map(({ status }) => status).sort()).toEqual(["ERROR", "IN_SYNC", "IN_SYNC"]);
    expect(reports.flatMap(({ error }) => error?.code ?? [])).toEqual(["database-shared"]);
    expect((await check("--all")).stdout).toMatch(/is the same physical database as/);
  });

  it("are told apart in JSON, whichever were chosen", async () => {
    accept("steady", "drifting");
    const { code, stdout } = await check("--database", "drifting", "--database", "steady", "--format", "json");
    expect(code).toBe(0);
    const outcome = JSON.parse(stdout);
    expect(outcome.status).toBe("IN_SYNC");
    expect(outcome.reports.map(({ target }: { target: string }) => target)).toEqual(["drifting", "steady"]);
  });

  it("must be chosen from", async () => {
    expectRefusal(
      await check(),
      /has 4 databases and none was chosen; give --all, or --database with one of: steady, /,
    );
    expectRefusal(await check("--database", "stedy"), /no database "stedy" in .*; choose one of: steady, drifting, /);
  });
});

describe("a check that cannot be made", () => {
  it.each<[string, unknown, RegExp]>([
    ["an unknown key", { databases: [{ id: "a", secret: "b", tabels: 1 }] }, /databases\[0\]\.tabels: unknown key/],
    ["a wrong type", { databases: [{ id: "a", secret: "b", port: "x" }] }, /databases\[0\]\.port: got "x", allowed is/],
    ["no JSON", "{", /is not valid JSON/],
  ])("because its config has %s", async (_, config, line) => {
    configure(config);
    expectRefusal(await check("--all"), line);
    expect(readdirSync(directory)).toEqual(["driftwatch.config.json"]);
  });

  it("because there is no config", async () => {
    expectRefusal(await check("--all"), /no config could be read from .* \(ENOENT\); create the file/);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no URL", { id: "none", secret: "x" }, /none: environment variable DRIFTWATCH_URL_NONE is not set; set it to/],
    ["no server", { id: "broken", urlFromEnv: "BROKEN" }, /broken: broken on 127\.0\.0\.1:1: nothing listens there/],
  ])("because the database has %s", async (_, database, line) => {
    configure({ databases: [database] });
    expectRefusal(await check(), line);
    const { code, stdout } = await check("--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: "ERROR" });
    // It was tried, which whoever looks at all of them is to see.
    const kept = join(directory, ".driftwatch", String(database.id));
    expect(readdirSync(kept)).toEqual(["state.json"]);
    const config = ["--config", join(directory, "driftwatch.config.json")];
    const fleet = await driftwatch(["fleet", ...config]);
    expect(fleet.stdout).toContain(`${database.id}: the last check could not see the schema\n`);
    const shown = await driftwatch(["show", "latest", ...config, "--database", String(database.id)]);
    expectRefusal(shown, /no check of \w+ has left a report: they failed; see why: driftwatch doctor --database /);
    // What is proposed finds what this command did.
    for (const proposed of [fleet.stdout, shown.stderr])
      expect(proposed.replace(/\s+/g, " ")).toContain(
        `driftwatch doctor --database ${database.id} ${config.join(" ")}`,
      );
  });

  it("because the expected snapshot is damaged", async () => {
    configure({ databases: [CONFIG.databases[0]] });
    accept("steady");
    const path = join(directory, ".driftwatch", "steady", "expected.json.gz");
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    expectRefusal(await check(), /steady: .*expected\.json\.gz cannot be trusted: it is no complete gzip file; take/);
  });
});
