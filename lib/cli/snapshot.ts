/** `driftwatch snapshot`: a live schema into a file. */

import { count } from "../core/count.ts";
import { DriftwatchError } from "../core/errors.ts";
import { fingerprint } from "../core/fingerprint.ts";
import { packSnapshot } from "../core/snapshot-writer.ts";
import { leftOutText } from "../report/left-out.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { destination } from "./destination.ts";
import type { Run } from "./main.ts";
import { withProgress } from "./progress.ts";
import { askedOf, refuseUnmatched, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { readLive } from "./source.ts";
import { sayUnseen } from "./unseen.ts";

interface SnapshotOptions extends ScopeOptions {
  readonly databaseUrl?: string;
  readonly out: string;
}

export function addSnapshot(program: CliCommand, run: Run): void {
  const command = program
    .command("snapshot")
    .summary("read a live schema into a snapshot file")
    .description(
      "Reads a live schema, changing nothing, and writes it as a snapshot: the schema you expect from then on.",
    )
    .option(
      "--database-url <url>",
      "the database, as postgres://user@host:5432/name (default: DATABASE_URL, which keeps a password out of sight)",
    )
    .requiredOption("--out <file>", "where to: a file (gzipped when it ends in .gz), s3://bucket/key, or - for stdout");
  withScope(command)
    .examples(
      "driftwatch snapshot --database-url postgres://me@localhost/shop --out expected.json",
      "driftwatch snapshot --schema 'app*' --exclude-schema app_scratch --out s3://bucket/shop.json.gz",
    )
    .action((options: SnapshotOptions) => run((console) => snapshot(options, console)));
}

async function snapshot(options: SnapshotOptions, console: Console): Promise<number> {
  const url = options.databaseUrl ?? (console.env.DATABASE_URL || undefined);
  if (url === undefined)
    throw new DriftwatchError("bad-argument", "no database was named", "give --database-url, or set DATABASE_URL");
  const scope = scopeOf(askedOf(options));
  const to = destination(options.out, console);
  const taken = await withProgress(console, "Reading the schema", () => readLive(url, scope));
  refuseUnmatched(scope, [taken]);
  await to.write(packSnapshot(taken, options.out));
  const where = options.out === "-" ? "" : ` to ${options.out}`;
  const { database } = taken.server;
  await console.say(
    `wrote ${database}${where}: ${count(taken.objects.size, "object")}, fingerprint ${fingerprint(taken)}`,
  );
  if (taken.leftOut.length > 0) await console.say(leftOutText(taken.leftOut));
  return sayUnseen(console, taken);
}
