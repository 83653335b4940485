/** A new migration of Ecto: `execute`, a statement each. */

import { type Directory, folderOf, nameOf } from "../directory.ts";
import { className, isAtomic, type NewFile, type NewMigration, type NewPart, nextNumber } from "../new-migration.ts";

const FILE = /^(\d+)_.*\.exs$/;

export function ectoMigration(directory: Directory, { slug, now, up, down, manual }: NewMigration): NewFile[] {
  const known = directory.files.filter((file) => FILE.test(nameOf(file)) && !/(^|\/)(?:deps|_build)\//.test(file));
  const last = known.at(-1);
  const folder = last === undefined ? "priv/repo/migrations" : folderOf(last);
  const numbers = known.flatMap((file) => FILE.exec(nameOf(file))?.[1] ?? []);
  const atomic = isAtomic({ up, down });
  const [, space = "Repo.Migrations"] =
    /^defmodule\s+([\w.]+)\.\w+\s+do/m.exec(last === undefined ? "" : directory.text(last)) ?? [];
  const lines = [
    `defmodule ${space}.${className(slug)} do`,
    "  use Ecto.Migration",
    ...(atomic ? [] : ["  @disable_ddl_transaction true", "  @disable_migration_lock true"]),
    "",
    "  def up do",
    ...manual.map((line) => `    # By hand: ${line}`),
    ...bodyOf(up),
    "  end",
    "",
    "  def down do",
    ...bodyOf(down),
    "  end",
    "end",
  ];
  const path = `${folder === "" ? "" : `${folder}/`}${nextNumber(numbers, now, "seconds")}_${slug}.exs`;
  return [{ path, content: `${lines.join("\n")}\n` }];
}

const bodyOf = (part: NewPart | null): string[] => {
  const calls = (part?.statements ?? []).map(({ remark, sql }) => `    # ${remark}\n    execute(${elixirText(sql)})`);
  return calls.length > 0 ? calls : ["    :ok"];
};

/** As it is where it can be, so that people can read it; what ends it decides how far lines are moved in. */
function elixirText(sql: string): string {
  if (!sql.includes('"""') && !/[^\n\t\P{Cc}]/u.test(sql)) return `~S"""\n${sql}\n"""`;
  return `"${sql.replaceAll(/[\\"]|#(?=\{)/g, String.raw`\$&`).replaceAll("\r", String.raw`\r`)}"`;
}
