/**
 * Rails with `structure.sql`: the whole schema as pg_dump wrote it, and the versions that it stands for. Of migrations that
 * it does not stand for yet only those are read that are nothing but SQL.
 */

import { type Directory, nameOf } from "../directory.ts";
import { byNumber, invalid, type Layout, type Migration, migration } from "../layout.ts";
import { className, isAtomic, type NewMigration, type NewPart, nextNumber } from "../new-migration.ts";

const PLACES = ["structure.sql", "db/structure.sql"];
const FILE = /^(\d{14})_\w+\.rb$/;
/** What a heredoc holds is as it stands, in between. */
const HEREDOC = /^ +execute <<-'(SQL\w*)'$/;
/** Where no migration says otherwise: every later Rails knows it, and to SQL all versions are alike. */
const RAILS = "5.0";

const fileIn = (directory: Directory): string | undefined => PLACES.find((file) => directory.has(file));

const folderIn = (directory: Directory): string => (directory.has("structure.sql") ? "migrate" : "db/migrate");

export const rails: Layout = {
  name: "rails",
  title: "Rails structure.sql",
  recognises: (directory) => fileIn(directory) !== undefined,
  read: (directory) => {
    const file = fileIn(directory) ?? "structure.sql";
    const text = directory.text(file);
    const versions = [...text.matchAll(/^\('(\d+)'\)[,;]/gm)].map(([, version = ""]) => version).sort();
    const last = versions.at(-1) ?? "structure";
    const whole: Migration = migration({ id: last, name: file, file, script: text, transaction: "each" });
    // Each version is recorded for itself, and the file says only what they come to together.
    const structure = { ...whole, replaces: versions.filter((version) => version !== last) };
    return [structure, ...(versions.length === 0 ? [] : later(directory, file, new Set(versions)))];
  },
  write: (directory, migration) => {
    const known = directory.inside(folderIn(directory)).filter((file) => FILE.test(nameOf(file)));
    const numbers = known.flatMap((file) => FILE.exec(nameOf(file))?.[1] ?? []);
    const last = known.sort(byNumber).at(-1);
    const [, version = RAILS] = /ActiveRecord::Migration\[([\d.]+)\]/.exec(last ? directory.text(last) : "") ?? [];
    const name = `${nextNumber(numbers, migration.now, "seconds")}_${migration.slug}.rb`;
    return [{ path: `${folderIn(directory)}/${name}`, content: rubyOf(migration, version) }];
  },
};

/** @throws DriftwatchError `migrations-invalid` where one of them is Ruby */
function later(directory: Directory, structure: string, known: ReadonlySet<string>): Migration[] {
  return directory
    .inside(folderIn(directory))
    .sort(byNumber)
    .flatMap((file) => {
      const [, id] = FILE.exec(nameOf(file)) ?? [];
      if (id === undefined || known.has(id)) return [];
      const text = directory.text(file);
      const script = sqlOf(text);
      if (script === null)
        throw invalid(
          `${file} is a migration in Ruby that ${structure} does not know of`,
          "run rails db:migrate first: it writes that file anew",
        );
      const transaction = /^ *disable_ddl_transaction!$/m.test(text) ? "each" : "one";
      return [migration({ id, name: nameOf(file).replace(/\.rb$/, ""), file, ...script, transaction })];
    });
}

/** What `up` executes, on the lines where it stands; null where it does anything else. */
function sqlOf(text: string): { readonly script: string; readonly line: number } | null {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => /^ +def up$/.test(line));
  if (first < 0) return null;
  const found: string[] = [];
  let end: string | null = null;
  for (const line of lines.slice(first + 1)) {
    const [, mark] = HEREDOC.exec(line) ?? [];
    if (end !== null) {
      found.push(line.trim() === end ? "" : line);
      if (line.trim() === end) end = null;
    } else if (line.trim() === "end") return { script: found.join("\n"), line: first + 2 };
    else if (mark !== undefined || /^ *(?:#.*)?$/.test(line)) {
      found.push("");
      end = mark ?? null;
    } else return null;
  }
  return null;
}

function rubyOf({ slug, up, down, manual }: NewMigration, version: string): string {
  const atomic = isAtomic({ up, down });
  return `${[
    `class ${className(slug)} < ActiveRecord::Migration[${version}]`,
    ...(atomic ? [] : ["  disable_ddl_transaction!", ""]),
    "  def up",
    ...manual.map((line) => `    # By hand: ${line}`),
    ...bodyOf(up),
    "  end",
    "",
    "  def down",
    ...(down === null ? ["    raise ActiveRecord::IrreversibleMigration"] : bodyOf(down)),
    "  end",
    "end",
  ].join("\n")}\n`;
}

const bodyOf = ({ statements }: NewPart): string[] =>
  statements.map(({ remark, sql }) => {
    const mark = markFor(sql);
    return `    # ${remark}\n    execute <<-'${mark}'\n${sql}\n    ${mark}`;
  });

/** A line of the text itself must not end it. */
function markFor(sql: string): string {
  let mark = "SQL";
  for (let at = 1; sql.split("\n").some((line) => line.trim() === mark); at++) mark = `SQL${at}`;
  return mark;
}
