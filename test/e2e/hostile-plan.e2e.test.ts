/** What psql makes of a plan's file, where names and texts are meant to be run, by it or by the server. */

import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scriptOf } from "../../lib/core/plan.ts";
import { compared } from "../../lib/engine/compare.ts";
import { fingerprint, type Snapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { renderPlanSql } from "../../lib/report/plan-sql.ts";
import { CANARY, hostileSchema, PAYLOADS } from "../support/schemas/hostile.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

const run = promisify(execFile);
const HEAD = { id: "hostile", message: PAYLOADS.join(" "), database: { name: PAYLOADS.join("\n") } };

const hasPsql = await run("psql", ["--version"]).then(
  () => true,
  () => false,
);

describe.runIf(hasPsql)("a plan's file", () => {
  let directory: string;
  let database: WatchedDatabase;
  let stages: [none: Snapshot, one: Snapshot, other: Snapshot];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "driftwatch-hostile-"));
    database = await watchedDatabase();
    await database.sql(CANARY);
    const none = await database.snapshot();
    const taken = [none];
    for (const shift of [0, 1]) {
      const built = await watchedDatabase();
      await built.sql(CANARY);
      for (const part of hostileSchema(shift)) await built.sql(part);
      taken.push(await built.snapshot());
      await built.drop();
    }
    stages = taken as typeof stages;
  });

  afterAll(async () => {
    await database.drop();
    rmSync(directory, { recursive: true });
  });

  /** @param settings of the session, as PGOPTIONS has them */
  async function play(from: Snapshot, to: Snapshot, settings: string, env: Readonly<Record<string, string>> = {}) {
    writeFileSync(
      join(directory, "hostile.up.sql"),
      renderPlanSql(HEAD, "up", scriptOf(compared(KINDS, to, from, {}).verdict.remediation)),
    );
    const words = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", "hostile.up.sql", database.url];
    await run("psql", words, { cwd: directory, env: { ...process.env, PGOPTIONS: settings, ...env } });
    expect(fingerprint(await database.snapshot())).toBe(fingerprint(to));
    expect(await database.sql("SELECT * FROM canary.t")).toEqual([{ n: 1 }]);
    expect(readdirSync(directory)).toEqual(["hostile.up.sql"]);
  }

  it("is what it says to psql: there, to other texts, and back", async () => {
    const [none, one, other] = stages;
    await play(none, one, "");
    await play(one, other, "");
    await play(other, none, "");
  }, 120_000);

  it("is the same where a backslash takes a quote along, and where psql writes in another encoding", async () => {
    const [none, one, other] = stages;
    const settings = "-c standard_conforming_strings=off -c backslash_quote=on";
    await play(none, one, settings, { PGCLIENTENCODING: "LATIN1" });
    await play(one, other, settings, { PGCLIENTENCODING: "SJIS" });
    await play(other, none, settings, { PGCLIENTENCODING: "LATIN1" });
  }, 120_000);
});
