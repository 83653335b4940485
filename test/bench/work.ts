/** One measured piece of work, in a process of its own: prints what it took, as JSON. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { Target } from "../../lib/config/target.ts";
import { openLargeSnapshot } from "../../lib/core/snapshot-file.ts";
import { readStamp } from "../../lib/engine/introspection/stamp.ts";
import { fingerprint, takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { checkDrift } from "../../lib/monitor/check.ts";
import { endpointFrom } from "../../lib/postgres/client-config.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { types } from "../../lib/postgres/types.ts";
import { FILES, type Job, type Measure } from "./job.ts";
import { type Memory, memoryPorts } from "./memory-ports.ts";
import { peakMegabytes } from "./peak.ts";
import type { Recorded } from "./recorded.ts";

const job = JSON.parse(process.argv[2] ?? "") as Job;
const { url, major, rivals } = job;
const file = (name: keyof typeof FILES): string => join(job.folder, FILES[name]);
const read = (name: keyof typeof FILES): unknown => JSON.parse(readFileSync(file(name), "utf8"));

const TARGET: Target = {
  id: "bench",
  tls: { mode: "disable" },
  schemas: { include: [], exclude: [] },
  expected: { in: "file", path: file("expected") },
  alertTopics: [],
  alertThreshold: "low",
  fullReadEveryMs: 1e12,
};

/** Once measured, what is left to do or to say. */
type Work = () => Promise<unknown>;

/** Sends the statements of a reading and throws the rows away. */
async function send(connections: Recorded): Promise<void> {
  await Promise.all(
    connections.map(async (statements) => {
      const client = await connect(endpointFrom(url));
      for (const text of statements)
        await new Promise<void>((resolve, reject) => {
          const query = new pg.Query({ text, types });
          query.on("row", () => {});
          query.on("error", reject);
          query.on("end", () => resolve());
          client.query(query);
        });
      await client.end();
    }),
  );
}

async function stampOnly(): Promise<void> {
  const session = await openSession(endpointFrom(url));
  await readStamp(session, KINDS.asked({}), { major });
  await session.close();
}

/** A check against the expected snapshot; where it remembers the check before, its stamp has not moved. */
async function check(memory: Memory): Promise<void> {
  const unmoved = memory.state !== null;
  const ports = memoryPorts(url, memory, () => openLargeSnapshot(readFileSync(file("expected"))));
  const report = await checkDrift(TARGET, ports);
  if (report.status !== "IN_SYNC" || report.unmoved !== unmoved)
    throw new Error(`${report.summary} unmoved: ${report.unmoved}`);
}

async function save(name: "expected" | "changed" | "actual"): Promise<void> {
  const { packSnapshot } = await import("../../lib/core/snapshot-writer.ts");
  writeFileSync(file(name), packSnapshot(await takeSnapshot(url), file(name)));
}

const snapshots = () => ({ expected: file("expected"), actual: file("actual") });

/** Each prepares what is not to be measured, and returns what is. */
const WORK: Readonly<Record<string, () => Promise<Work> | Work>> = {
  save: () => () => save("expected"),
  "save-changed": () => () => save("changed"),
  "save-actual": () => () => save("actual"),
  diff: async () => {
    const { parseAndDiff } = await import("./planned.ts");
    return async () => parseAndDiff(snapshots());
  },
  "plan-changed": async () => {
    const { planUp } = await import("./planned.ts");
    return () => planUp({ expected: file("expected"), actual: file("changed") });
  },
  "plan-up": async () => {
    const { planUp } = await import("./planned.ts");
    return () => planUp(snapshots());
  },
  plan: async () => {
    const { planBothWays } = await import("./planned.ts");
    return () => planBothWays(snapshots());
  },
  record: async () => {
    const { recordReading } = await import("./recorded.ts");
    return async () => writeFileSync(file("recorded"), JSON.stringify(await recordReading(url)));
  },
  snapshot: () => async () => {
    fingerprint(await takeSnapshot(url));
  },
  check: () => () => check({ state: null, reports: [] }),
  remember: () => async () => {
    const memory: Memory = { state: null, reports: [] };
    await check(memory);
    writeFileSync(file("memory"), JSON.stringify(memory));
  },
  unmoved: () => {
    const memory = read("memory") as Memory;
    return () => check(memory);
  },
  stamp: () => stampOnly,
  replay: async () => {
    const { replayMigrations } = await import("./replayed.ts");
    return () => replayMigrations(url, file("migrations"));
  },
  queries: () => {
    const all = (read("recorded") as Recorded).flat();
    return () => send([all]);
  },
  "queries-abreast": () => {
    const recorded = read("recorded") as Recorded;
    return () => send(recorded);
  },
  "pg-delta": async () => (await import("./rivals.ts")).extractWithPgDelta(rivals, url),
  schemainspect: async () => (await import("./rivals.ts")).inspectWithSchemainspect(rivals, url),
  "profile-server": async () => {
    const { profileServer } = await import("./profile.ts");
    return () => profileServer(url, major);
  },
  "profile-reading": async () => {
    const { profileReading } = await import("./profile.ts");
    return () => profileReading(url, major);
  },
};

const prepare = WORK[job.work];
if (!prepare) throw new Error(`no work is called "${job.work}"`);
const work = await prepare();
const started = performance.now();
const before = process.cpuUsage();
const outcome = await work();
const milliseconds = performance.now() - started;
const { user, system } = process.cpuUsage(before);
const processor = (user + system) / 1_000;
const measure: Measure & { outcome: unknown } = { milliseconds, processor, megabytes: peakMegabytes(), outcome };
console.log(JSON.stringify(measure));
