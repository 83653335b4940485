/** One measured piece of work, in a process of its own: prints its milliseconds and its peak memory as JSON. */

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Target } from "../../lib/config/target.ts";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { readStamp } from "../../lib/engine/stamp.ts";
import { fingerprint, parseSnapshot, serializeSnapshot, takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { checkDrift } from "../../lib/monitor/check.ts";
import { endpointFrom } from "../../lib/postgres/client-config.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { memoryPorts } from "./memory-ports.ts";

const [what = "", url = "", file = ""] = process.argv.slice(2);

const TARGET: Target = {
  id: "bench",
  tls: { mode: "disable" },
  schemas: { include: [], exclude: [] },
  expected: { in: "file", path: file },
  alertTopics: [],
  alertThreshold: "low",
  fullReadEveryMs: 1e12,
};

async function rawQueries(): Promise<void> {
  const session = await openSession(endpointFrom(url));
  for (const kind of KINDS.all)
    if (kind.query)
      await session.read(
        kind.query({ major: 15 }, () => "true"),
        () => {},
      );
  await session.close();
}

async function stampOnly(): Promise<void> {
  const session = await openSession(endpointFrom(url));
  await readStamp(session, KINDS, { major: 15 });
  await session.close();
}

/** A check against the expected snapshot in `file`; with `moved = false` its stamp is that of the check before. */
async function check(moved: boolean): Promise<() => Promise<void>> {
  const ports = memoryPorts(url, () => parseSnapshot(readFileSync(file)));
  if (!moved) await checkDrift(TARGET, ports);
  return async () => {
    const report = await checkDrift(TARGET, ports);
    if (report.status !== "IN_SYNC" || report.unmoved === moved)
      throw new Error(`${report.summary} unmoved: ${report.unmoved}`);
  };
}

const WORK: Record<string, () => Promise<() => Promise<void>>> = {
  snapshot: async () => async () => {
    fingerprint(await takeSnapshot(url));
  },
  save: async () => async () => {
    writeFileSync(file, serializeSnapshot((await takeSnapshot(url)) as Snapshot));
  },
  check: () => check(true),
  unmoved: () => check(false),
  stamp: async () => stampOnly,
  queries: async () => rawQueries,
  pg_dump: async () => async () => {
    const run = spawnSync("pg_dump", ["--schema-only", "--file", file, url]);
    if (run.status !== 0) throw new Error(String(run.stderr));
  },
};

const prepare = WORK[what];
if (!prepare) throw new Error(`no work is called "${what}"`);
const work = await prepare();
await wait(0);
const started = performance.now();
await work();
const milliseconds = performance.now() - started;
console.log(JSON.stringify({ milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
