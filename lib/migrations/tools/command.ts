/** Any other tool: its command is run until its ledger does not grow any more, and the ledger tells what was run. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { DriftwatchError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { openSession } from "../../postgres/session.ts";
import type { Directory } from "../directory.ts";
import { invalid } from "../layout.ts";
import { foundLedgers } from "../ledger-reading.ts";
import type { Writer } from "../new-migration.ts";
import type { Scratch } from "../scratch.ts";
import type { Ran, Source, Step } from "../source.ts";
import type { Tool } from "../tool.ts";
import { environmentOf } from "./command-environment.ts";
import { expectToBeTold } from "./ecto-configuration.ts";
import { ectoMigration } from "./ecto-migration.ts";
import { KNEX_FILES, knexMigration } from "./knex-migration.ts";
import { sequelizeMigration } from "./sequelize-migration.ts";
import { TYPEORM_FILES, typeormMigration } from "./typeorm-migration.ts";

/** Of Sequelize's command only that with a name applies no more than that one. */
const NEXT_OF_SEQUELIZE = `
  all=$(npx sequelize-cli db:migrate:status) || exit
  next=$(printf '%s\\n' "$all" | sed -n 's/^down //p' | head -n 1)
  [ -z "$next" ] || npx sequelize-cli db:migrate --to "$next"`;

/** What is run unless somebody says otherwise: the next migration where the tool can, else all of them. */
const COMMANDS = {
  knex: "npx knex migrate:up",
  typeorm: "npx typeorm migration:run -d data-source.js",
  sequelize: process.platform === "win32" ? "npx sequelize-cli db:migrate" : NEXT_OF_SEQUELIZE,
  ecto: "mix ecto.migrate --step 1",
  command: undefined,
} as const;

const commandTool = (
  name: keyof typeof COMMANDS,
  title: string,
  files: readonly string[],
  writer: Writer = {},
  /** Throws where the tool's own command would migrate something else. */
  expectSafe: (directory: Directory) => void = () => undefined,
): Tool => ({
  ...writer,
  name,
  title,
  recognises: (directory) => files.some((file) => directory.has(file)),
  open: async (directory, scratch, { command: given }) => {
    if (given === undefined) expectSafe(directory);
    const command = given ?? COMMANDS[name];
    if (command === undefined)
      throw invalid("no command was given", "give --command, with what applies the next migration");
    const shown = command === NEXT_OF_SEQUELIZE ? "npx sequelize-cli db:migrate" : command;
    return sourceOf(name, title, { command, shown }, directory.path, scratch);
  },
});

export const knex = commandTool("knex", "Knex", KNEX_FILES, { write: knexMigration });
/** All that is pending is one transaction of its. */
export const typeorm = commandTool("typeorm", "TypeORM", TYPEORM_FILES, { write: typeormMigration, apart: "never" });
export const sequelize = commandTool("sequelize", "Sequelize", [".sequelizerc"], { write: sequelizeMigration });
export const ecto = commandTool("ecto", "Ecto", ["mix.exs"], { write: ectoMigration }, expectToBeTold);
export const command = commandTool("command", "the command", []);

/** No project has more, and a command that never stops growing its ledger is to be stopped. */
const MOST = 10_000;

/** A command for the shell, and what to call it. */
interface Command {
  readonly command: string;
  readonly shown: string;
}

function sourceOf(layout: string, title: string, command: Command, directory: string, scratch: Scratch): Source {
  const known = new Set<string>();
  let ledger: string | undefined;
  const source = {
    get layout() {
      // The ledger tells whose migrations they are.
      return ledger ?? layout;
    },
    title,
    size: null,
    *steps(): Iterable<Step> {
      let left = true;
      for (let runs = 0; left && runs < MOST; runs++)
        yield {
          name: command.shown,
          run: async () => {
            await run(command, directory, scratch);
            const found = await newEntries(scratch, known);
            ledger = found.layouts.includes(layout) ? layout : (found.layouts[0] ?? ledger);
            left = found.entries.length > 0;
            if (runs === 0 && !left)
              throw new DriftwatchError(
                "migration-failed",
                `${command.shown} left no ledger that is known, or nothing in one`,
                "see that it migrates the database that DATABASE_URL names",
              );
            return ranOf(found.entries);
          },
        };
    },
    close: () => Promise.resolve(),
  };
  return source;
}

/** One record for what one run applied: the last of them, standing for the others. */
function ranOf(entries: readonly LedgerEntry[]): Ran | null {
  const last = entries.at(-1);
  if (!last) return null;
  const replaces = entries.slice(0, -1).map(({ id }) => id);
  return {
    id: last.id,
    name: last.id,
    group: null,
    file: null,
    checksum: last.checksum,
    replaces,
    needs: [],
    repeatable: false,
  };
}

async function newEntries(scratch: Scratch, known: Set<string>) {
  const session = await openSession(scratch.endpoint);
  try {
    const [found] = await foundLedgers(session);
    const entries = (found?.entries ?? []).filter(({ id }) => !known.has(id));
    for (const { id } of entries) known.add(id);
    return { layouts: found?.layouts ?? [], entries };
  } finally {
    await session.close();
  }
}

async function run({ command, shown }: Command, cwd: string, scratch: Scratch): Promise<void> {
  const env = environmentOf(scratch);
  const child = spawn(command, { cwd, env, shell: true, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
    });
  const [code] = await once(child, "close");
  if (code === 0) return;
  const last = said.trim().split("\n").at(-1) ?? "";
  throw new DriftwatchError(
    "migration-failed",
    `${shown} ended with ${code}: ${last}`,
    "see that it runs in that directory with DATABASE_URL set",
  );
}
