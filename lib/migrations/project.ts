/** A directory as a source of migrations: by the files of a layout, or by the tool whose project it is. */

import { isAsking } from "./change-set-filter.ts";
import { Directory } from "./directory.ts";
import { invalid, type LayoutOptions } from "./layout.ts";
import { liquibase } from "./layouts/liquibase.ts";
import { plain } from "./layouts/plain.ts";
import { LAYOUTS, readProject, TELLING } from "./layouts/registry.ts";
import type { Apart, WriteMigration } from "./new-migration.ts";
import { scripts } from "./scripts.ts";
import type { OpenSource } from "./source.ts";
import type { Tool, ToolOptions } from "./tool.ts";
import { alembic } from "./tools/alembic.ts";
import { command, ecto, knex, sequelize, typeorm } from "./tools/command.ts";
import { django } from "./tools/django.ts";

const TOOLS: readonly Tool[] = [django, alembic, knex, typeorm, sequelize, ecto, command];

/** Every name that `--layout` knows. */
export const LAYOUT_NAMES: readonly string[] = [...LAYOUTS, ...TOOLS].map(({ name }) => name);

export interface ProjectOptions extends LayoutOptions, ToolOptions {
  /** Undefined = the one that recognises the files. */
  readonly layout?: string | undefined;
}

/**
 * Reads a directory of scripts at once; of a tool's project nothing is run yet.
 * @throws DriftwatchError `migrations-invalid` where there are none, or those of several tools
 */
export function openProject(path: string, options: ProjectOptions): OpenSource {
  const directory = new Directory(path);
  if (directory.isFile && directory.files.every((file) => directory.text(file).trim() === ""))
    throw invalid(`${path} is empty`, "give the file with the schema: `pg_dump --schema-only` writes one");
  const named = options.layout ?? (options.command === undefined ? undefined : command.name);
  if (directory.isFile && named !== undefined) expectFileOf(directory, named, path);
  const name = named ?? recognised(directory);
  const tool = TOOLS.find((known) => known.name === name);
  if (isAsking(options) && name !== liquibase.name)
    throw invalid(
      `${path} is not read as Liquibase's, and nothing else has its contexts and labels`,
      "leave out --contexts and --label-filter, or say --layout liquibase",
    );
  if (tool) return (scratch) => tool.open(directory, scratch, options);
  if (!LAYOUT_NAMES.includes(name))
    throw invalid(`there is no layout ${name}`, `choose one of: ${LAYOUT_NAMES.join(", ")}`);
  return scripts(readProject(directory, name, options));
}

/** A tool is run in its project, and a single file is a layout's by its name. */
function expectFileOf(directory: Directory, name: string, path: string): void {
  const remedy = "leave that out for a whole schema in one file, or give the directory of the migrations";
  const tool = TOOLS.find((known) => known.name === name);
  if (tool) throw invalid(`${path} is a file, and ${tool.title} runs in a directory`, remedy);
  const layout = LAYOUTS.find((known) => known.name === name);
  if (layout && !layout.recognises(directory)) throw invalid(`${path} is no migration of ${layout.title}`, remedy);
}

/** The name of the layout that knows the files. */
export function recognised(directory: Directory): string {
  const found = [...TOOLS, ...TELLING].filter((known) => known.recognises(directory));
  if (found.length > 1)
    throw invalid(
      `${directory.path} looks like the migrations of ${found.map(({ title }) => title).join(" and of ")}`,
      `choose one: --layout ${found.map(({ name }) => name).join(" or --layout ")}`,
    );
  const [only] = found;
  if (only) return only.name;
  if (plain.recognises(directory)) return plain.name;
  throw invalid(`${directory.path} holds no SQL files`, "give the directory that holds the migrations");
}

const writersBy = new Map([...LAYOUTS, ...TOOLS].flatMap(({ name, write }) => (write ? [[name, write] as const] : [])));

/** Plain files go by both names. */
const ALIASES: Readonly<Record<string, string>> = { sql: plain.name };

/** Every name of a layout that new migrations can be written in. */
export const WRITABLE_LAYOUTS: readonly string[] = [...writersBy.keys(), ...Object.keys(ALIASES)];

/** The layout's own name. */
export const layoutNamed = (name: string): string => ALIASES[name] ?? name;

/** How a layout takes what runs in no transaction. */
export const apartIn = (name: string): Apart =>
  [...LAYOUTS, ...TOOLS].find((known) => known.name === layoutNamed(name))?.apart ?? "file";

/** What writes a new migration of a layout. */
export function writerOf(name: string): WriteMigration {
  const write = writersBy.get(layoutNamed(name));
  if (write) return write;
  throw invalid(`nothing but ${name} itself can write its migrations`, `choose one of: ${WRITABLE_LAYOUTS.join(", ")}`);
}
