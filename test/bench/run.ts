/**
 * Our snapshot and checks beside `pg_dump --schema-only`, the bare catalogue queries and what others make of the same
 * schema, in one run, on one server. It prints; it decides nothing.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { createDatabase } from "../../lib/postgres/embedded/database.ts";
import { type EmbeddedServer, startServer } from "../../lib/postgres/embedded.ts";
import { FILES, type Job, type Measure } from "./job.ts";
import { bestOfEach, type Command, inTurn, run, timed } from "./measure.ts";
import { writeMigrations } from "./migrations.ts";
import { PATHOLOGICAL, pathologicalSchema } from "./pathological.ts";
import { driftOf } from "./planned.ts";
import { type Line, printGrowth, printMeasures, printPlans, printProfile } from "./print.ts";
import type { ReadingCost, ServerCost } from "./profile.ts";
import type { Recorded } from "./recorded.ts";
import { hasRivals } from "./rivals.ts";
import { benchSchema } from "./schema.ts";
import { whole } from "./table.ts";
import { bundleWorker, WORKER } from "./worker.ts";

const RIVALS = import.meta.dirname;

/** A schema to measure on. */
interface Size {
  readonly name: string;
  readonly title: string;
  readonly tables: number | undefined;
  readonly statements: () => Iterable<string>;
}

/** A row of the table. */
interface Contender {
  readonly label: string;
  readonly measure: () => Promise<Measure>;
}

function sizeOf(word: string): Size {
  if (word === "pathological")
    return { name: word, title: PATHOLOGICAL, tables: undefined, statements: pathologicalSchema };
  const tables = Number(word);
  if (!Number.isSafeInteger(tables) || tables < 1) throw new Error(`"${word}" is no number of tables`);
  return { name: `tables_${tables}`, title: `${whole(tables)} tables`, tables, statements: () => benchSchema(tables) };
}

const words = process.argv.slice(2);
const profiled = words[0] === "profile";
const replayed = words[0] === "replay";
const planned = words[0] === "plan";
const asked = profiled || planned ? words.slice(1) : replayed ? [] : words;
const sizes = (asked.length > 0 ? asked : planned ? ["1000", "3000", "10000"] : ["1000"]).map(sizeOf);

const folder = mkdtempSync(join(tmpdir(), "driftwatch-bench-"));
const server = await startServer({ settings: { shared_buffers: "256MB", max_locks_per_transaction: "1024" } });
async function build({ name, title, statements }: Size): Promise<void> {
  console.log(`building a schema: ${title} …`);
  await createDatabase(server, name);
  const client = new pg.Client({ connectionString: server.connectionString(name) });
  await client.connect();
  for (const batch of statements()) await client.query(batch);
  await client.query("VACUUM ANALYZE");
  const { rows } = await client.query(
    "SELECT relkind::text, count(*)::int4 FROM pg_class WHERE oid >= 16384 GROUP BY 1 UNION ALL " +
      "SELECT 'columns', count(*)::int4 FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0 AND " +
      "attrelid IN (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p', 'v'))",
  );
  const counted = new Map(rows.map(({ relkind, count }) => [relkind as string, count as number]));
  const indexes = (counted.get("i") ?? 0) + (counted.get("I") ?? 0);
  console.log(`  ${whole(counted.get("columns") ?? 0)} columns, ${whole(indexes)} indexes`);
  await client.end();
}

const ours = (work: string, database: string): Command => {
  const url = server.connectionString(database);
  const job: Job = { work, url, major: server.major, folder, rivals: RIVALS };
  return { program: process.execPath, words: [join(folder, WORKER), JSON.stringify(job)] };
};

async function outcomeOf(command: Command): Promise<Measure & { readonly outcome: unknown }> {
  const { output } = await run(command);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}

async function compare({ name }: Size): Promise<readonly Line[]> {
  for (const work of ["save", "remember", "record"]) await outcomeOf(ours(work, name));
  const url = server.connectionString(name);
  const contenders: Contender[] = [
    ...(await dumps(url, server)),
    ...rivals(name),
    ...(await bareQueries(name, url)),
    contender("our snapshot", "snapshot", name),
    contender("our check, no drift", "check", name),
    contender("our check, stamp unmoved", "unmoved", name),
    contender("the stamp alone", "stamp", name),
  ];
  const results = await bestOfEach(contenders.map(({ measure }) => measure));
  const lines = contenders.map(({ label }, place): Line => ({ label, result: results[place] ?? "" }));
  printMeasures(lines);
  return lines;
}

const contender = (label: string, work: string, database: string): Contender => ({
  label,
  measure: () => outcomeOf(ours(work, database)),
});

async function majorOf(program: string): Promise<number | undefined> {
  const { output } = await run({ program, words: ["--version"] }).catch(() => ({ output: "" }));
  const [, major] = /(\d+)\./.exec(output) ?? [];
  return major === undefined ? undefined : Number(major);
}

/** `pg_dump` takes a server of its own major for what it is. */
async function dumps(url: string, { major }: EmbeddedServer): Promise<Contender[]> {
  if ((await majorOf("pg_dump")) !== major) {
    console.log(`no pg_dump of version ${major} is on the path: its row is left out`);
    return [];
  }
  const command = { program: "pg_dump", words: ["--schema-only", "--file", join(folder, "dump.sql"), url] };
  return [{ label: "pg_dump --schema-only", measure: () => timed([command]) }];
}

function rivals(database: string): Contender[] {
  if (!hasRivals(RIVALS)) {
    console.log("the packages of others are not there (npm ci --prefix test/bench): their rows are left out");
    return [];
  }
  return [
    contender("@supabase/pg-delta, extract", "pg-delta", database),
    contender("@pgkit/schemainspect", "schemainspect", database),
  ];
}

/** What our reading asks, but for the stamps, by itself: what no client in this language, or none at all, can undercut. */
async function bareQueries(database: string, url: string): Promise<Contender[]> {
  const connections = JSON.parse(readFileSync(join(folder, FILES.recorded), "utf8")) as Recorded;
  const psql = (statements: readonly string[], place: string): Command => {
    const path = join(folder, `${place}.sql`);
    writeFileSync(path, statements.map((text) => `${text};\n`).join(""));
    return { program: "psql", words: ["-X", "-qAt", "-v", "ON_ERROR_STOP=1", "-f", path, "-o", "/dev/null", url] };
  };
  const one = [psql(connections.flat(), "all")];
  const each = connections.map((statements, place) => psql(statements, `connection-${place}`));
  return [
    ...((await majorOf("psql")) === undefined
      ? []
      : [
          { label: "the bare queries, psql", measure: () => timed(one) },
          { label: `  on ${each.length} connections`, measure: () => timed(each) },
        ]),
    contender("the bare queries, our driver", "queries", database),
    contender(`  on ${each.length} connections`, "queries-abreast", database),
  ];
}

async function profile({ name }: Size): Promise<void> {
  const { outcome: costs } = await outcomeOf(ours("profile-server", name));
  const { outcome: reading } = await outcomeOf(ours("profile-reading", name));
  printProfile(costs as readonly ServerCost[], reading as ReadingCost);
}

/** Migrations replayed by us, and applied by psql one by one. */
async function compareReplay(size: number): Promise<void> {
  console.log(`${whole(size)} migrations …`);
  const files = writeMigrations(join(folder, FILES.migrations), size);
  let made = 0;
  const oneByOne = async (): Promise<Measure> => {
    const database = `migrated_${made++}`;
    await createDatabase(server, database);
    const url = server.connectionString(database);
    return inTurn(
      files.map((file) => ({ program: "psql", words: ["-X", "-q1", "-v", "ON_ERROR_STOP=1", "-f", file, url] })),
    );
  };
  const contenders = [{ label: "psql, one by one", measure: oneByOne }, contender("our replay", "replay", "postgres")];
  const results = await bestOfEach(contenders.map(({ measure }) => measure));
  printMeasures(contenders.map(({ label }, place) => ({ label, result: results[place] ?? "" })));
}

/** One table in ten has changed, first in its columns, indexes and constraints alone, then by renames as well. */
async function comparePlan({ name, tables = 0 }: Size): Promise<readonly Line[]> {
  await outcomeOf(ours("save", name));
  const drift = driftOf(tables);
  await alter(name, drift.changes);
  await outcomeOf(ours("save-changed", name));
  await alter(name, drift.renames);
  await outcomeOf(ours("save-actual", name));
  const contenders = [
    { label: "two snapshots parsed, their differences", measure: () => processorTime("diff", name) },
    { label: "the same and the way back, no rename", measure: () => processorTime("plan-changed", name) },
    { label: "the same and the way back, with renames", measure: () => processorTime("plan-up", name) },
    { label: "driftwatch plan: findings, both ways", measure: () => processorTime("plan", name) },
  ];
  const results = await bestOfEach(contenders.map(({ measure }) => measure));
  const lines = contenders.map(({ label }, place): Line => ({ label, result: results[place] ?? "" }));
  printPlans(lines);
  return lines;
}

async function alter(database: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.connectionString(database) });
  await client.connect();
  await client.query(statements.join(";\n"));
  await client.end();
}

/** On a machine that others use, the clock says little. */
async function processorTime(work: string, database: string): Promise<Measure> {
  const { processor = 0, ...measure } = await outcomeOf(ours(work, database));
  return { ...measure, milliseconds: processor };
}

try {
  bundleWorker(folder);
  if (replayed) await compareReplay(Number(words[1] ?? 500));
  const results: (readonly Line[])[] = [];
  for (const size of replayed ? [] : sizes) {
    await build(size);
    if (profiled) await profile(size);
    else if (planned) results.push(await comparePlan(size));
    else results.push(await compare(size));
  }
  const [from, to] = [sizes[0]?.tables, sizes.at(-1)?.tables];
  const [small, large] = [results[0], results.at(-1)];
  if (small && large && small !== large && from && to) printGrowth(small, large, from, to);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
