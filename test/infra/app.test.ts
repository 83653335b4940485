import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "driftwatch-app-"));
afterAll(() => rmSync(directory, { recursive: true }));

function run(config: string) {
  const env = { ...process.env, DRIFTWATCH_CONFIG: config, CDK_OUTDIR: join(directory, "out"), CDK_CONTEXT_JSON: "{}" };
  return spawnSync(process.execPath, ["--import", "tsx", "bin/app.ts"], { env, encoding: "utf8" });
}

describe("bin/app.ts", () => {
  it("says in one line what is wrong with a config, and nothing else", () => {
    const path = join(directory, "bad.json");
    writeFileSync(path, JSON.stringify({ databases: [{ id: "orders", secret: "s", shedule: "x" }] }));
    const { status, stdout, stderr } = run(path);
    expect(stderr).toBe(
      `driftwatch: ${path}: databases[0].shedule: unknown key, did you mean "schedule"?; correct the file\n`,
    );
    expect([status, stdout]).toEqual([1, ""]);
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
