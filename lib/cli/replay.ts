/** `driftwatch replay`: the schema that a project's migrations come to, built from nothing. */

import { Option } from "commander";
import { count } from "../core/count.ts";
import { fingerprint } from "../core/fingerprint.ts";
import { packSnapshot } from "../core/snapshot-writer.ts";
import { LAYOUT_NAMES } from "../migrations/project.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { destination } from "./destination.ts";
import type { Run } from "./main.ts";
import { withProgress } from "./progress.ts";
import { replayed } from "./replayed.ts";
import { type ReplayingOptions, replayingOf, withReplaying } from "./replaying.ts";
import { askedOf, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { sayUnseen } from "./unseen.ts";

interface ReplayOptions extends ScopeOptions, ReplayingOptions {
  readonly migrations: string;
  readonly layout: string;
  readonly out: string;
  readonly owner?: string;
}

const AUTO = "auto";

export function addReplay(program: CliCommand, run: Run): void {
  const command = program
    .command("replay")
    .summary("build the expected schema from migrations")
    .description(
      "Runs a project's migrations, one at a time, on a scratch PostgreSQL that is thrown away after, and writes the schema " +
        "they come to as a snapshot, with what each migration did in it. No database of yours is touched, wherever the " +
        "project's own configuration would go; of what --command runs that holds for Node, and else for what heeds DATABASE_URL.",
    )
    .requiredOption("--migrations <dir>", "the directory that holds the migrations")
    .requiredOption("--out <file>", "where to: a file (gzipped when it ends in .gz), s3://bucket/key, or - for stdout")
    .addOption(
      new Option("--layout <tool>", "whose migrations they are; auto looks at the files")
        .choices([AUTO, ...LAYOUT_NAMES])
        .default(AUTO),
    )
    .option("--owner <role>", "who runs the migrations; without it, owners are not compared");
  withScope(withReplaying(command))
    .examples(
      "driftwatch replay --migrations db/migrations --out expected.json",
      "driftwatch replay --migrations sql --layout flyway --postgres 16 --out s3://bucket/orders/expected.json.gz",
    )
    .action((options: ReplayOptions) => run((console) => replayInto(options, console)));
}

async function replayInto(options: ReplayOptions, console: Console): Promise<number> {
  const { layout, owner } = options;
  const to = destination(options.out, console);
  const notes: string[] = [];
  const snapshot = await withProgress(console, "Reading the migrations", (tell) =>
    replayed(options.migrations, scopeOf(askedOf(options)), {
      layout: layout === AUTO ? undefined : layout,
      ...{ ...replayingOf(options), owner },
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
