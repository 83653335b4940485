import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "driftwatch-app-"));
afterAll(() => rmSync(directory, { recursive: true }));

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call";

function run(config: string) {
  const env = { ...process.env, DRIFTWATCH_CONFIG: config, CDK_OUTDIR: join(directory, "out"), CDK_CONTEXT_JSON: "{}" };
  return spawnSync(process.execPath, ["--import", "tsx", "bin/app.ts"], { env, encoding: "utf8" });
}

describe("bin/app.ts", () => {
  it("says in one line what is wrong with a config, and nothing else", () => {
    const path = join(directory, "bad.json");
    writeFileSync(path, JSON.stringify({ databases: [{ id: "orders", secret: "s", shedule: "x" }] }));
    const { status, stdout, stderr } = run(path);
    expect(stderr).toBe(`driftwatch: ${path}: databases[0].shedule: unknown key, did you mean "schedule"?\n`);
    expect([status, stdout]).toEqual([1, ""]);
  });

  it("names everything that stands in the way of a deployment, one line each, with its path in the file", () => {
    const path = join(directory, "much.json");
    writeFileSync(join(directory, "other.json"), "{}");
    const databases = [
      { id: "a", secret: "s", shedule: "x" },
      { id: "A", secret: "s" },
      { id: "b", urlFromEnv: "URL" },
      { id: "c", secret: "s", schedule: "cron(99 3 * * ? *)", expected: "nowhere.json" },
      { id: "d", secret: "s", expected: "other.json", tls: { ca: "nowhere.pem" } },
      { id: "e", secret: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x" },
      { id: "f", iam: { user: "u", resourceId: "db-ABCDEF" }, tls: { mode: "disable" } },
      { id: "g", secret: "s", tls: { ca: "other.json" } },
      { id: "h", secret: "s", alertTopics: [TOPIC, { arn: TOPIC, format: "json" }] },
      ...Array.from({ length: 70 }, (_, n) => ({ id: `n${n}`, secret: "s" })),
    ];
    writeFileSync(path, JSON.stringify({ databases, alertTopics: ["arn:aws:sns:x"] }));
    const { status, stdout, stderr } = run(path);
    expect([status, stdout]).toEqual([1, ""]);
    const lines = stderr
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(`driftwatch: ${path}: `, ""));
    expect(lines.map((line) => line.replace(/: (got|unknown key).*$/, "")).sort()).toEqual([
      "alertTopics[0]",
      "databases[0].shedule",
      "databases[1].id",
      "databases[2].secret",
      "databases[3].expected",
      "databases[3].schedule",
      "databases[4].expected",
      "databases[4].tls.ca",
      "databases[5].secret",
      "databases[6].host",
      "databases[6].tls.mode",
      "databases[7].tls.ca",
      "databases[8].alertTopics[1].format",
      "shards",
    ]);
    expect(stderr).toMatch(
      /databases\[4\]\.expected: got "other\.json", allowed is a snapshot file .*\(snapshot-format\)/,
    );
    expect(stderr).toMatch(/shards: got 1, allowed is 2 or more: a stack would have \d+ resources/);
  });

  it("says where it looked for a config", () => {
    const { status, stderr } = run(join(directory, "nowhere.json"));
    expect(stderr).toMatch(
      /^driftwatch: no config could be read from .*nowhere\.json \(ENOENT\); create the file[^\n]*\n$/,
    );
    expect(status).toBe(1);
  });

  it("is no longer than thirty lines", () => {
    expect(readFileSync("bin/app.ts", "utf8").split("\n").length).toBeLessThanOrEqual(30);
  });
});
