/** `driftwatch ledger`: what a migration tool recorded, held against the files and the live schema. */

import { DriftwatchError } from "../core/errors.ts";
import type { LedgerReport } from "../core/ledger.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { KINDS } from "../kinds/registry.ts";
import { judge } from "../migrations/incidents.ts";
import { readLedger } from "../migrations/ledger-reading.ts";
import { liveOf } from "../migrations/live.ts";
import { parseDatabaseUrl } from "../postgres/endpoint.ts";
import { openSession } from "../postgres/session.ts";
import { renderJson } from "../report/json.ts";
import { isIncident, renderLedger } from "../report/ledger.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { type Format, formatOption } from "./format.ts";
import type { Run } from "./main.ts";
import { withProgress } from "./progress.ts";
import { askedOf, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { readLive, readSource, SOURCE_HELP } from "./source.ts";

interface LedgerOptions extends ScopeOptions {
  readonly databaseUrl?: string;
  readonly ledger?: string;
  readonly format: Format;
}

export function addLedger(program: CliCommand, run: Run): void {
  const command = program
    .command("ledger")
    .summary("hold the migration ledger against files and live schema")
    .description(
      "Lists a project's migrations as its tool does, [X] applied and [ ] pending, and marks with [!] what the ledger, the files " +
        "and the live schema do not agree on: recorded but missing, present but unrecorded, half applied, and the rest.",
    )
    .argument(
      "<expected>",
      `the migrations: their directory, or a snapshot that was replayed from them (${SOURCE_HELP})`,
    )
    .option("--database-url <url>", "the live database (default: DATABASE_URL)")
    .option("--ledger <table>", "the ledger, as schema.table, where it is not the tool's usual one")
    .addOption(formatOption());
  withScope(command)
    .examples(
      "driftwatch ledger db/migrations --database-url postgres://me@localhost/shop",
      "driftwatch ledger expected.json --format json",
    )
    .action((expected: string, options: LedgerOptions) => run((console) => ledger(expected, options, console)));
}

async function ledger(expected: string, options: LedgerOptions, console: Console): Promise<number> {
  const url = options.databaseUrl ?? (console.env.DATABASE_URL || undefined);
  if (url === undefined)
    throw new DriftwatchError("bad-argument", "no database was named", "give --database-url, or set DATABASE_URL");
  const report = await withProgress(console, "Reading the migrations", async (tell) => {
    const scope = scopeOf(askedOf(options));
    const known = await readSource(expected, scope, tell);
    tell("Reading the live schema");
    return reportOn(known, await readLive(url, scopeOf(askedOf(options), known.scope)), url, options.ledger);
  });
  const { colour, width } = console;
  await console.print(options.format === "json" ? renderJson(report) : renderLedger(report, { colour, width }));
  return exitCodeOf(report);
}

async function reportOn(
  expected: Snapshot,
  live: Snapshot,
  url: string,
  table: string | undefined,
): Promise<LedgerReport> {
  const { history } = expected;
  if (!history)
    throw new DriftwatchError(
      "bad-argument",
      "the expected snapshot has no history of migrations in it",
      "give the directory of the migrations, or a snapshot that driftwatch replay wrote",
    );
  if (expected.canonicaliser !== live.canonicaliser)
    throw new DriftwatchError(
      "snapshot-not-comparable",
      "the history was made by other rules than today's",
      "replay the migrations again",
    );
  const session = await openSession(parseDatabaseUrl(url));
  try {
    const read = await readLedger(session, history.layout, history.migrations, table);
    return judge(history, read, liveOf(KINDS, live));
  } finally {
    await session.close();
  }
}

/** Pending is no drift. */
function exitCodeOf({ ledger, migrations, heads }: LedgerReport): number {
  if (ledger.found === "unreadable") return 3;
  return migrations.some(isIncident) || heads.length > 0 ? 2 : 0;
}
