/** `driftwatch replay`: the schema that a project's migrations come to, built from nothing. */

import { Option } from "commander";
import { DriftwatchError } from "../core/errors.ts";
import { fingerprint } from "../core/fingerprint.ts";
import { packSnapshot } from "../core/snapshot-writer.ts";
import { LAYOUT_NAMES } from "../migrations/project.ts";
import { FETCHABLE_MAJORS } from "../postgres/embedded/fetched.ts";
import { count } from "../report/count.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { destination } from "./destination.ts";
import type { Run } from "./main.ts";
import { withProgress } from "./progress.ts";
import { quoted } from "./quoted.ts";
import { replayed } from "./replayed.ts";
import { askedOf, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { sayUnseen } from "./unseen.ts";

interface ReplayOptions extends ScopeOptions {
  readonly migrations: string;
  readonly layout: string;
  readonly out: string;
  readonly postgres?: string;
  readonly scratchUrl?: string;
  readonly owner?: string;
  readonly setting?: Readonly<Record<string, string>>;
  readonly placeholder?: Readonly<Record<string, string>>;
  readonly python?: string;
  readonly databaseAlias?: string;
  readonly command?: string;
}

const AUTO = "auto";

export function addReplay(program: CliCommand, run: Run): void {
  const command = program
    .command("replay")
    .summary("build the expected schema from migrations")
    .description(
      "Runs a project's migrations, one at a time, on a scratch PostgreSQL that is thrown away after, and writes the schema " +
        "they come to as a snapshot, with what each migration did in it. No database of yours is touched.",
    )
    .requiredOption("--migrations <dir>", "the directory that holds the migrations")
    .requiredOption("--out <file>", "where to: a file (gzipped when it ends in .gz), s3://bucket/key, or - for stdout")
    .addOption(
      new Option("--layout <tool>", "whose migrations they are; auto looks at the files")
        .choices([AUTO, ...LAYOUT_NAMES])
        .default(AUTO),
    )
    .addOption(
      new Option("--postgres <major>", "major version of the scratch server, fetched once (default: the installed one)")
        .choices(FETCHABLE_MAJORS.map(String))
        .conflicts("scratchUrl"),
    )
    .option("--scratch-url <url>", "a server to make a scratch database on, and drop it from after, instead")
    .option("--owner <role>", "who runs the migrations; without it, owners are not compared")
    .option("--setting <name=value>", "set before each migration, as TimeZone=UTC; may be repeated", pair("--setting"))
    .option(
      "--placeholder <name=value>",
      "what a placeholder of the files stands for; may be repeated",
      pair("--placeholder"),
    )
    .option("--python <program>", "the interpreter of a Django or Alembic project (default: its .venv, or python3)")
    .option("--database-alias <name>", "which of a Django project's databases (default: default)")
    .option(
      "--command <command>",
      "what applies the next migration, or all, of any other tool: run in the directory, with DATABASE_URL set",
    );
  withScope(command)
    .examples(
      "driftwatch replay --migrations db/migrations --out expected.json",
      "driftwatch replay --migrations sql --layout flyway --postgres 16 --out s3://bucket/orders/expected.json.gz",
    )
    .action((options: ReplayOptions) => run((console) => replayInto(options, console)));
}

async function replayInto(options: ReplayOptions, console: Console): Promise<number> {
  const { layout, owner, scratchUrl, postgres, setting, placeholder, python, databaseAlias, command } = options;
  const to = destination(options.out, console);
  const notes: string[] = [];
  const snapshot = await withProgress(console, "Reading the migrations", (tell) =>
    replayed(options.migrations, scopeOf(askedOf(options)), {
      layout: layout === AUTO ? undefined : layout,
      ...{ owner, url: scratchUrl, python, databaseAlias, command, settings: setting },
      major: postgres === undefined ? undefined : Number(postgres),
      placeholders: placeholder ?? {},
      ...{ tell, note: (text: string) => notes.push(text), signal: console.signal },
    }),
  );
  await to.write(packSnapshot(snapshot, options.out));
  for (const note of notes) await console.say(note);
  const where = options.out === "-" ? "" : ` to ${options.out}`;
  const { layout: found = "", migrations = [] } = snapshot.history ?? {};
  const result = `${count(snapshot.objects.size, "object")}, fingerprint ${fingerprint(snapshot)}`;
  await console.say(`replayed ${count(migrations.length, "migration")} (${found})${where}: ${result}`);
  return sayUnseen(console, snapshot);
}

const pair =
  (option: string) =>
  (text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
    const at = text.indexOf("=");
    if (at > 0) return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
    throw new DriftwatchError("bad-argument", `${option} cannot be ${quoted(text)}`, "write it as NAME=VALUE");
  };
