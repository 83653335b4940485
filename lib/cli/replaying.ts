/** How a directory of migrations is read and run, and where: what the commands that replay one have in common. */

import { Option as CliOption } from "commander";
import { DriftwatchError } from "../core/errors.ts";
import { listed } from "../migrations/formatted-sql.ts";
import { FETCHABLE_MAJORS } from "../postgres/embedded/fetched.ts";
import type { CliCommand } from "./command.ts";
import { quoted } from "./quoted.ts";
import type { ReplayedOptions } from "./replayed.ts";
import { isThere, isToReplay, sourceName } from "./source.ts";

type Pairs = Readonly<Record<string, string>>;

export interface ReplayingOptions {
  readonly setting?: Pairs;
  readonly placeholder?: Pairs;
  readonly contexts?: readonly string[];
  readonly labelFilter?: string;
  readonly python?: string;
  readonly databaseAlias?: string;
  readonly command?: string;
  readonly postgres?: string;
  readonly scratchUrl?: string;
}

type Option = keyof ReplayingOptions | "layout";

const FLAGS: Readonly<Record<Option, string>> = {
  layout: "--layout",
  command: "--command",
  setting: "--setting",
  placeholder: "--placeholder",
  contexts: "--contexts",
  labelFilter: "--label-filter",
  python: "--python",
  databaseAlias: "--database-alias",
  postgres: "--postgres",
  scratchUrl: "--scratch-url",
};

export const withReplaying = (command: CliCommand): CliCommand =>
  command
    .addOption(
      new CliOption(
        "--postgres <major>",
        "major version of the scratch server, fetched once (default: the installed one)",
      )
        .choices(FETCHABLE_MAJORS.map(String))
        .conflicts("scratchUrl"),
    )
    .option("--scratch-url <url>", "a server to make a scratch database on, and drop it from after, instead")
    .option("--setting <name=value>", "set before each migration, as TimeZone=UTC; may be repeated", pair("--setting"))
    .option(
      "--placeholder <name=value>",
      "what a placeholder of the files stands for; may be repeated",
      pair("--placeholder"),
    )
    .option("--contexts <names>", "the contexts that Liquibase is run with, as prod,eu (default: none, so all)", listed)
    .option("--label-filter <expression>", "the labels that Liquibase is run for, as 'v2 and !beta' (default: all)")
    .option("--python <program>", "the interpreter of a Django or Alembic project (default: its .venv, or python3)")
    .option("--database-alias <name>", "which of a Django project's databases (default: default)")
    .option(
      "--command <command>",
      "what applies the next migration, or all, of any other tool: run in the directory, with DATABASE_URL set, " +
        "which a program other than Node's must heed",
    );

/** What a plan or a repair is tried on, too. */
export const SCRATCH: readonly Option[] = ["postgres", "scratchUrl"];

/**
 * What says how migrations are read is for nothing where no source has any.
 * @param besides what is used for something else, too
 * @throws DriftwatchError `bad-argument`
 */
export function refuseIdle(
  options: ReplayingOptions & { readonly layout?: string },
  sources: readonly string[],
  besides: readonly Option[] = [],
): void {
  // What is not there at all is told when it is read.
  if (sources.some((source) => isToReplay(source) || !isThere(source))) return;
  const idle = (Object.keys(FLAGS) as Option[]).find((name) => options[name] !== undefined && !besides.includes(name));
  if (idle === undefined) return;
  const names = [...new Set(sources.map(sourceName))];
  const none = names.length === 1 ? `${names[0]} has none` : `neither ${names.join(" nor ")} has any`;
  throw new DriftwatchError(
    "bad-argument",
    `${FLAGS[idle]} is for migrations, and ${none}`,
    "leave it out, or give their directory",
  );
}

export const replayingOf = ({
  setting,
  placeholder = {},
  contexts,
  labelFilter,
  python,
  databaseAlias,
  command,
  postgres,
  scratchUrl,
}: ReplayingOptions): Partial<ReplayedOptions> => ({
  ...{
    settings: setting,
    placeholders: placeholder,
    contexts,
    labelFilter,
    python,
    databaseAlias,
    command,
    url: scratchUrl,
  },
  major: postgres === undefined ? undefined : Number(postgres),
});

const pair =
  (option: string) =>
  (text: string, before: Pairs = {}): Pairs => {
    const at = text.indexOf("=");
    if (at > 0) return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
    throw new DriftwatchError("bad-argument", `${option} cannot be ${quoted(text)}`, "write it as NAME=VALUE");
  };
