/** How much memory a reading takes, in a process of its own, at a fifth of the size that the bench measures. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Job, Measure } from "../bench/job.ts";
import { run } from "../bench/measure.ts";
import { benchSchema } from "../bench/schema.ts";
import { bundleWorker, WORKER } from "../bench/worker.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

const TABLES = 2_000;
/** What V8 may keep, in MB: it collects garbage until the rest fits, or ends the process. 14 of them are the program. */
const ROOM = 38;
/** The whole process, with what V8 has not collected, in MB. 256 at 10,000 tables. */
const PEAK = 165;

const { major } = inject("server");
const folder = mkdtempSync(join(tmpdir(), "driftwatch-memory-"));
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  for (const batch of benchSchema(TABLES)) await database.sql(batch);
  await database.sql(
    "ANALYZE pg_class, pg_attribute, pg_attrdef, pg_constraint, pg_index, pg_depend, pg_type, pg_trigger",
  );
  bundleWorker(folder);
  await measured("save");
}, 180_000);

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function measured(work: string, ...flags: string[]): Promise<Measure> {
  const job: Job = { work, url: database.url, major, folder, rivals: folder };
  const { output } = await run({
    program: process.execPath,
    words: [...flags, join(folder, WORKER), JSON.stringify(job)],
  });
  return JSON.parse(output);
}

describe.each(["snapshot", "check"])("a %s", (work) => {
  it(`of ${TABLES} tables keeps no more than fits into ${ROOM} MB`, async () => {
    const { megabytes } = await measured(work, `--max-old-space-size=${ROOM}`, "--max-semi-space-size=1");
    expect(megabytes).toBeGreaterThan(0);
  });

  it(`of ${TABLES} tables stays below ${PEAK} MB`, async () => {
    expect((await measured(work)).megabytes).toBeLessThan(PEAK);
  });
});
