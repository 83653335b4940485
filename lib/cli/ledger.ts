/** `driftwatch ledger`: what a migration tool recorded, held against the files and the live schema. */

import { Option } from "commander";
import { DriftwatchError } from "../core/errors.ts";
import type { LedgerReport } from "../core/ledger.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { KINDS } from "../kinds/registry.ts";
import { judge } from "../migrations/incidents.ts";
import { readLedger } from "../migrations/ledger-reading.ts";
import { liveOf } from "../migrations/live.ts";
import { LAYOUT_NAMES } from "../migrations/project.ts";
import { lackingOf } from "../migrations/waiting.ts";
import { parseDatabaseUrl } from "../postgres/endpoint.ts";
import { openSession } from "../postgres/session.ts";
import { renderJson } from "../report/json.ts";
import { isIncident, renderLedger } from "../report/ledger.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { formatOption } from "./format.ts";
import { mend, type RepairOptions, type Witnesses } from "./ledger-repair.ts";
import type { Run } from "./main.ts";
import { noTable } from "./plan-pending.ts";
import { withProgress } from "./progress.ts";
import { type ReplayingOptions, refuseIdle, replayingOf, SCRATCH, withReplaying } from "./replaying.ts";
import { askedOf, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { readLive, readSource, SOURCE_HELP } from "./source.ts";

interface LedgerOptions extends ScopeOptions, RepairOptions, ReplayingOptions {
  readonly databaseUrl?: string;
  readonly layout?: string;
  readonly ledger?: string;
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
    .addOption(formatOption())
    .option("--repair", "print what brings ledger and schema together again, as SQL, and run nothing")
    .option("--apply", "with --repair: run it, once the name of the database has been typed")
    .option(
      "--prove",
      "with --repair: try its effects on a scratch database first, of the database's major unless told",
    )
    .addOption(
      new Option("--layout <tool>", "whose migrations they are (default: told by the files)").choices(LAYOUT_NAMES),
    )
    .option("--confirm <name>", "with --apply, where nobody can be asked: the name of the database")
    .option("--allow-danger", "with --apply: also what is DANGER");
  withReplaying(withScope(command))
    .examples(
      "driftwatch ledger db/migrations --database-url postgres://me@localhost/shop",
      "driftwatch ledger expected.json --format json",
      "driftwatch ledger db/migrations --database-url postgres://me@localhost/shop --repair",
    )
    .action((expected: string, options: LedgerOptions) => run((console) => ledger(expected, options, console)));
}

async function ledger(expected: string, options: LedgerOptions, console: Console): Promise<number> {
  const url = options.databaseUrl ?? (console.env.DATABASE_URL || undefined);
  if (url === undefined)
    throw new DriftwatchError("bad-argument", "no database was named", "give --database-url, or set DATABASE_URL");
  if (options.apply && !options.repair)
    throw new DriftwatchError(
      "bad-argument",
      "--apply is for --repair",
      "give both; or --repair alone, and read it first",
    );
  if (options.prove && !options.repair)
    throw new DriftwatchError("bad-argument", "--prove is for --repair", "give both");
  if (options.confirm !== undefined && !options.apply)
    throw new DriftwatchError(
      "bad-argument",
      "--confirm is for --apply",
      "give both; or leave it out, and nothing is run",
    );
  refuseIdle(options, [expected], options.prove ? SCRATCH : []);
  const read = (tell: (text: string) => void) => witnessesOf(expected, url, options, tell);
  const witnesses = await withProgress(console, "Reading the migrations", read);
  if (!options.repair) return show(witnesses.report, options, console);
  if (!(await mend(witnesses, url, options, console))) return exitCodeOf(witnesses.report);
  const { report } = await withProgress(console, "Looking at it again", (tell) =>
    witnessesOf(witnesses.expected, url, options, tell),
  );
  if (options.format !== "json") await show(report, options, console);
  return exitCodeOf(report);
}

async function show(report: LedgerReport, { format }: LedgerOptions, console: Console): Promise<number> {
  const { colour, width } = console;
  await console.print(format === "json" ? renderJson(report) : renderLedger(report, { colour, width }));
  return exitCodeOf(report);
}

async function witnessesOf(
  source: string | Snapshot,
  url: string,
  options: LedgerOptions,
  tell: (text: string) => void,
): Promise<Witnesses> {
  const asked = askedOf(options);
  const replay = { ...replayingOf(options), layout: options.layout };
  const expected = typeof source === "string" ? await readSource(source, scopeOf(asked), tell, replay) : source;
  tell("Reading the live schema");
  const live = await readLive(url, scopeOf(asked, expected.scope));
  return { expected, live, report: await reportOn(expected, live, url, options.ledger) };
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
    if (table !== undefined && read.found === "absent") throw noTable(table);
    return judge(history, read, liveOf(KINDS, live));
  } finally {
    await session.close();
  }
}

/** Pending is no drift; but what is not there may be what a recorded one made, where a step stands for several. */
function exitCodeOf({ ledger, migrations, heads }: LedgerReport): number {
  if (ledger.found === "unreadable") return 3;
  if (migrations.some(isIncident) || heads.length > 0) return 2;
  return migrations.some((each) => each.unrecorded.length > 0 && lackingOf(each).length > 0) ? 3 : 0;
}
