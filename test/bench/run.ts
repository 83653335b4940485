/**
 * `npm run bench [tables]`: our snapshot and checks beside `pg_dump --schema-only` and the bare catalogue queries, in
 * one run, on one server. It prints; it decides nothing. Times are the best of three, memory is the peak of a process.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import pg from "pg";
import { startServer } from "../../lib/postgres/embedded.ts";
import { benchSchema } from "./schema.ts";

const TABLES = Number(process.argv[2] ?? 1000);
const RUNS = 3;
/** Bundled like the Lambda, where it can find its packages: what is measured is the program, not its compiler. */
const WORKER = join(import.meta.dirname, "../../node_modules/.cache/driftwatch/bench.mjs");

interface Measure {
  readonly milliseconds: number;
  readonly megabytes: number;
}

buildSync({
  entryPoints: [join(import.meta.dirname, "work.ts")],
  outfile: WORKER,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
});
const folder = mkdtempSync(join(tmpdir(), "driftwatch-bench-"));
const server = await startServer({ settings: { shared_buffers: "256MB", max_locks_per_transaction: "1024" } });
try {
  await build(server.connectionString("postgres"));
  await compare(server.connectionString("postgres"), server.major);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function build(url: string): Promise<void> {
  console.log(`building a schema of ${TABLES} tables …`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statements of benchSchema(TABLES)) await client.query(statements);
  await client.query("VACUUM ANALYZE");
  await client.end();
}

async function compare(url: string, major: number): Promise<void> {
  const expected = join(folder, "expected.json");
  measure("save", url, expected);
  const rows: [string, Measure][] = [];
  const row = (label: string, what: string, file = expected) => rows.push([label, best(what, url, file)]);
  const dump = pgDumpMajor();
  if (dump === major) row(`pg_dump --schema-only (${dump})`, "pg_dump", join(folder, "dump.sql"));
  else console.log(`pg_dump of version ${major} is not on the path: its row is left out`);
  row("the bare catalogue queries", "queries");
  row("our snapshot", "snapshot");
  row("our check, no drift", "check");
  row("our check, stamp unmoved", "unmoved");
  row("the stamp alone", "stamp");
  print(rows);
}

function pgDumpMajor(): number | undefined {
  const { stdout } = spawnSync("pg_dump", ["--version"]);
  const [, major] = /(\d+)\./.exec(String(stdout ?? "")) ?? [];
  return major === undefined ? undefined : Number(major);
}

function best(what: string, url: string, file: string): Measure {
  const measures = Array.from({ length: RUNS }, () => measure(what, url, file));
  return measures.reduce((a, b) => (b.milliseconds < a.milliseconds ? b : a));
}

function measure(what: string, url: string, file: string): Measure {
  const run = spawnSync(process.execPath, [WORKER, what, url, file], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Measure;
}

function print(rows: readonly [string, Measure][]): void {
  const [[first, base] = ["", { milliseconds: 1, megabytes: 0 }]] = rows;
  console.log(`\n${"".padEnd(34)}${"ms".padStart(9)}${"× ".padStart(9)}${"peak MB".padStart(10)}`);
  for (const [label, { milliseconds, megabytes }] of rows) {
    const ratio = (base.milliseconds / milliseconds).toFixed(2);
    console.log(
      `${label.padEnd(34)}${milliseconds.toFixed(0).padStart(9)}${ratio.padStart(9)}${megabytes.toFixed(0).padStart(10)}`,
    );
  }
  console.log(`\n×: how many times faster than ${first}. Node ${process.version}, best of ${RUNS}.`);
}
