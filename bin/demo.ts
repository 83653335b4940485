/**
 * `npm run demo`: the whole product on a real PostgreSQL, with nothing installed but Node. The checks go through the
 * Lambda's own handler; its local adapters keep snapshots and reports in `.driftwatch/demo` and print the alerts.
 */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import pg from "pg";
import pc from "picocolors";
import { ENVIRONMENT } from "../lib/config/environment.ts";
import { storageKeys } from "../lib/config/storage.ts";
import { encodeTarget, FULL_READ_EVERY_MS } from "../lib/config/target.ts";
import type { Report } from "../lib/core/report.ts";
import { packSnapshot, takeSnapshot } from "../lib/index.ts";
import { startServer } from "../lib/postgres/embedded.ts";

const ID = "shop";
const FOLDER = resolve(".driftwatch/demo");
const EXPECTED = join(FOLDER, storageKeys(ID).expected);

const say = (text: string): void => console.log(text);
const step = (text: string): void => say(`\n${pc.bold(pc.cyan("▸"))} ${pc.bold(text)}`);
const sql = (name: string): string => readFileSync(join(import.meta.dirname, "demo", name), "utf8");
const near = (path: string): string => relative(process.cwd(), path) || ".";

async function demo(url: string): Promise<void> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  const run = (name: string) => database.query(sql(name));
  try {
    step("Create a small shop schema and take the expected snapshot of it");
    await run("schema.sql");
    const snapshot = await takeSnapshot(url);
    mkdirSync(dirname(EXPECTED), { recursive: true });
    writeFileSync(EXPECTED, packSnapshot(snapshot, EXPECTED));
    say(`  ${snapshot.objects.size} objects → ${near(EXPECTED)}`);

    step("Check: the Lambda handler, invoked as by its schedule");
    await check();

    step("Drift the database, the way people do");
    say(pc.dim(indent(sql("drift.sql").trim())));
    await run("drift.sql");

    step("Check again: this is the page that would be sent");
    const { stored } = await check();

    step("Check once more: nothing new, so nobody is told twice");
    await check();

    step("Somebody puts it right, and the next check says so");
    await run("repair.sql");
    await check();

    say(`\nThe full report of the drift is a page to open in a browser: ${pc.bold(near(stored.page ?? FOLDER))}`);
  } finally {
    await database.end();
  }
}

async function check(): Promise<Report> {
  const { handler } = await import("../lambdas/check-drift.ts");
  const started = performance.now();
  const report = (await handler({})) as Report;
  const took = (performance.now() - started).toFixed(0);
  const colour = report.status === "IN_SYNC" ? pc.green : pc.red;
  const incident = report.transition ? `, incident ${report.transition}` : "";
  say(`  ${colour(report.status)}${incident} ${pc.dim(`(${took} ms${report.unmoved ? ", stamp unmoved" : ""})`)}`);
  return report;
}

const indent = (text: string): string => text.replaceAll(/^/gm, "  ");

step("Start PostgreSQL");
rmSync(FOLDER, { recursive: true, force: true });
const server = await startServer();
say(`  version ${server.major}, a throw-away server of its own, no port opened`);
try {
  const url = server.connectionString("postgres");
  process.env.DRIFTWATCH_DEMO_URL = url;
  process.env[ENVIRONMENT.localDirectory] = FOLDER;
  process.env[ENVIRONMENT.target] = encodeTarget({
    id: ID,
    urlFromEnv: "DRIFTWATCH_DEMO_URL",
    tls: { mode: "disable" },
    schemas: { include: [], exclude: [] },
    expected: { in: "store", key: storageKeys(ID).expected },
    alertTopics: [],
    alertThreshold: "low",
    fullReadEveryMs: FULL_READ_EVERY_MS,
  });
  await demo(url);
} finally {
  await server.stop();
}
