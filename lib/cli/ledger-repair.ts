/** `driftwatch ledger --repair`: what brings ledger and schema together again, shown; and run only when that is confirmed. */

import { DriftwatchError } from "../core/errors.ts";
import type { LedgerReport } from "../core/ledger.ts";
import { scriptOf } from "../core/plan.ts";
import type { Proof } from "../core/proof.ts";
import { majorOf, type Snapshot } from "../core/snapshot.ts";
import { qualified } from "../core/sql.ts";
import { KINDS } from "../kinds/registry.ts";
import { kindOf } from "../migrations/ledger-reading.ts";
import { type Repair, repair } from "../migrations/repair.ts";
import { parseDatabaseUrl } from "../postgres/endpoint.ts";
import { openScript } from "../postgres/script.ts";
import { prove } from "../proof/prove.ts";
import { renderJson } from "../report/json.ts";
import { terminated } from "../report/remediation.ts";
import { renderRepair, repairParts, type ShownRepair } from "../report/repair.ts";
import { askingAt } from "./asking.ts";
import type { Console } from "./console.ts";
import type { Format } from "./format.ts";
import { dangersOf, refused } from "./plan-files.ts";
import { withProgress } from "./progress.ts";

export interface RepairOptions {
  readonly repair?: true;
  readonly apply?: true;
  readonly confirm?: string;
  readonly allowDanger?: true;
  readonly prove?: true;
  readonly scratchUrl?: string;
  readonly postgres?: string;
  readonly format: Format;
}

/** What was read to judge the ledger. */
export interface Witnesses {
  readonly expected: Snapshot;
  readonly live: Snapshot;
  readonly report: LedgerReport;
}

/** Shows the repair, and runs it where that was asked for and confirmed. @returns whether it was run */
export async function mend(
  witnesses: Witnesses,
  url: string,
  options: RepairOptions,
  console: Console,
): Promise<boolean> {
  const shown = await shownRepair(witnesses, options, console);
  await console.print(options.format === "json" ? renderJson({ format: 1, ...shown }) : renderRepair(shown));
  const statements = shown.effects.steps.length + shown.rows.length;
  if (!options.apply || statements === 0) return false;
  if (shown.proof && !HOLDS.has(shown.proof.outcome))
    throw new DriftwatchError(
      "plan-refused",
      "the repair was tried and does not hold",
      "run none of it before you know why",
    );
  const dangers = options.allowDanger ? null : dangersOf(shown.effects.steps);
  if (dangers !== null) throw refused(dangers, "read them above; to have them run all the same, give --allow-danger");
  await confirm(witnesses.live.server.database, options, console);
  await withProgress(console, "Repairing the ledger", () => run(url, shown));
  return true;
}

const HOLDS: ReadonlySet<Proof["outcome"]> = new Set(["proved", "by-hand"]);

async function shownRepair(
  { expected, live, report }: Witnesses,
  options: RepairOptions,
  console: Console,
): Promise<ShownRepair> {
  const { history } = expected;
  const { ledger } = report;
  if (!history || ledger.found !== "read")
    throw new DriftwatchError(
      "bad-argument",
      ledger.found === "unreadable" ? `the ledger ${ledger.table} cannot be read` : "there is no ledger to repair",
      ledger.found === "unreadable" ? ledger.remedy : "have the tool make it, or name it with --ledger SCHEMA.TABLE",
    );
  const { change, command, oneRow } = kindOf(history.layout);
  const made = repair(KINDS, history, expected, live, report, oneRow);
  const moves = made.change.record.length + made.change.unrecord.length > 0;
  const [schema = "", ...table] = ledger.table.split(".");
  return {
    ledger: `${ledger.table} (${ledger.kind})`,
    ...{ migrations: made.migrations, left: made.left, effects: scriptOf(made.effects) },
    proof: options.prove ? await proofOf(made, live, options, console) : null,
    rows: moves ? rowsOf(made, change, qualified(schema, table.join(".")), ledger.kind) : [],
    commands: moves ? (command?.(made.change) ?? []) : [],
  };
}

/** The effects alone: there is no ledger on a scratch database. */
async function proofOf(
  { effects, wanted }: Repair,
  live: Snapshot,
  { scratchUrl, postgres }: RepairOptions,
  console: Console,
): Promise<Proof | null> {
  const up = scriptOf(effects);
  if (up.steps.length === 0) return null;
  const where = { url: scratchUrl, major: Number(postgres ?? majorOf(live.server)) };
  const tried = {
    actual: live,
    expected: wanted,
    up,
    looked: { scope: live.scope, schemas: [], leftOut: live.leftOut },
  };
  return withProgress(console, "Trying it on a scratch database", () => prove(KINDS, tried, "up", where));
}

function rowsOf(
  { change }: Repair,
  write: ReturnType<typeof kindOf>["change"],
  table: string,
  kind: string,
): readonly string[] {
  if (write) return write(table, change);
  throw new DriftwatchError("bad-argument", `only ${kind} itself can change its ledger`, "see its manual for how");
}

/** The name of the database, typed: nobody types that of another one by habit. */
async function confirm(database: string, { confirm: given }: RepairOptions, console: Console): Promise<void> {
  const wrong = (name: string) => (name === database ? undefined : `the database is called ${database}`);
  if (given !== undefined) {
    if (wrong(given) === undefined) return;
    throw new DriftwatchError(
      "bad-argument",
      "--confirm names another database than the one that is connected to",
      "read the repair again, then name the right one",
    );
  }
  const asking = await askingAt(console, {
    got: "--apply has nobody to ask whether it may",
    remedy: "run it on a terminal, or give --confirm with the name of the database",
  });
  await asking.text(`Run it? Type the name of the database (${database})`, wrong);
}

async function run(url: string, shown: ShownRepair): Promise<void> {
  const connection = await openScript(parseDatabaseUrl(url));
  try {
    for (const { transactional, steps, rows } of repairParts(shown)) {
      const statements = [...steps.map(({ sql }) => sql), ...rows].map(terminated);
      // One message is one transaction.
      if (transactional) await connection.run(`BEGIN;\n${statements.join("\n")}\nCOMMIT;`);
      else for (const statement of statements) await connection.run(statement);
    }
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new DriftwatchError(
      "migration-failed",
      `the repair failed, and what its transaction had done was taken back: ${said}`,
      "look at the ledger again before anything else",
      { cause },
    );
  } finally {
    await connection.close();
  }
}
