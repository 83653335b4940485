/**
 * Liquibase's formatted SQL: `--liquibase formatted sql`, then `--changeset author:id` before each change set. Those in XML,
 * YAML or JSON cannot be read.
 */

import { type Asked, isAskedFor, isAsking } from "../change-set-filter.ts";
import { type Directory, folderOf, isScript, nameOf } from "../directory.ts";
import {
  type ChangeSet,
  changeSetsIn,
  conditionOf,
  isFormatted,
  isForPostgres,
  optionOf,
  withSemicolons,
} from "../formatted-sql.ts";
import { byNumber, distinct, invalid, type Layout, type Migration, migration } from "../layout.ts";
import { type NewMigration, nextNumber, scriptOf, seconds } from "../new-migration.ts";

export const liquibase: Layout = {
  name: "liquibase",
  title: "Liquibase formatted SQL",
  recognises: (directory) => logsIn(directory).length > 0 || elsewhere(directory) !== undefined,
  read: (directory, { placeholders, ...asked }) => {
    refuseOthers(directory);
    const properties = new Map(Object.entries(placeholders));
    const isMeant = isAsking(asked) ? (options: string) => isAskedFor(options, asked) : undefined;
    return distinct(
      logsIn(directory).flatMap((file) =>
        changeSets(file, changeSetsIn(directory.text(file), properties, isMeant), asked),
      ),
      "change set",
    );
  },
  apart: "statement",
  write: (directory, migration) => {
    const logs = logsIn(directory);
    const [only, ...others] = logs;
    // Who has one file for everything goes on in it.
    if (only !== undefined && others.length === 0 && changeSetsIn(directory.text(only), new Map()).length > 1)
      return [{ path: only, content: `${directory.text(only).trimEnd()}\n\n${changeSetOf(migration)}` }];
    const [, digits, mark = "_"] = /^(\d+)([^0-9A-Za-z])/.exec(nameOf(logs.at(-1) ?? "")) ?? [];
    const folder = folderOf(logs.at(-1) ?? "");
    const number = nextNumber(digits === undefined ? [] : [digits], migration.now, "seconds");
    const path = `${folder === "" ? "" : `${folder}/`}${number}${mark}${migration.slug}.sql`;
    return [{ path, content: `--liquibase formatted sql\n\n${changeSetOf(migration)}` }];
  },
};

const logsIn = (directory: Directory): string[] =>
  directory.files.filter((file) => isScript(file) && isFormatted(directory.text(file))).sort(byNumber);

/** PostgreSQL's driver takes a text apart by itself; Liquibase would at the semicolons in the body of a function. */
function changeSetOf({ slug, now, up, down, manual }: NewMigration): string {
  const options = [
    ...["splitStatements:false", "stripComments:false", "rollbackSplitStatements:false"],
    ...(up.transactional ? [] : ["runInTransaction:false"]),
  ];
  const back = scriptOf(down).trimEnd();
  const rollback = back === "" ? [] : back.split("\n").map((line) => `--rollback ${line}`.trimEnd());
  return [
    `--changeset driftwatch:${seconds(now)}-${slug} ${options.join(" ")}`,
    scriptOf(up, manual).trimEnd(),
    ...(rollback.length > 0 ? rollback : ["--rollback empty"]),
    "",
  ].join("\n");
}

const changeSets = (file: string, found: readonly ChangeSet[], asked: Asked): Migration[] =>
  found
    .filter(({ options }) => isForPostgres(options) && isAskedFor(options, asked) && !says(options, "ignore", "true"))
    .map((changeSet) => migrationOf(file, changeSet, asked));

function migrationOf(
  file: string,
  { author, id, logicalPath, options, line, script }: ChangeSet,
  asked: Asked,
): Migration {
  const whole = says(options, "splitStatements", "false");
  if (whole && script.trim() === "") throw invalid(`${file}: the change set ${author}:${id} is empty`, "remove it");
  const condition = isAsking(asked) ? undefined : conditionOf(options);
  const name = `${author}:${id}`;
  return migration({
    id: `${logicalPath ?? file}::${id}::${author}`,
    name: condition === undefined ? name : `${name} (${condition})`,
    ...{ file, line, script: withSemicolons(script, options) },
    transaction: says(options, "runInTransaction", "false") ? (whole ? "message" : "each") : "one",
    ...(condition === undefined ? {} : { condition }),
  });
}

const says = (options: string, name: string, value: string): boolean =>
  optionOf(options, name)?.toLowerCase() === value;

/** Change logs in other languages, by the ends of their names: what says that it is one, and that it has change sets of its own. */
const OTHERS: readonly { readonly language: string; readonly name: RegExp; readonly marks: readonly RegExp[] }[] = [
  { language: "XML", name: /\.xml$/i, marks: [/<(?:\w+:)?databaseChangeLog\b/, /<(?:\w+:)?changeSet\b/] },
  { language: "YAML", name: /\.ya?ml$/i, marks: [/^databaseChangeLog\s*:/m, /^[\s-]*changeSet\s*:/m] },
  { language: "JSON", name: /\.json$/i, marks: [/"databaseChangeLog"\s*:/, /"changeSet"\s*:/] },
];

function elsewhere(directory: Directory): { readonly file: string; readonly language: string } | undefined {
  for (const file of directory.files)
    for (const { language, name, marks } of OTHERS) {
      if (!name.test(file)) continue;
      // Whatever it is written in: the marks are ASCII.
      const text = directory
        .bytes(file)
        .toString("latin1")
        .replaceAll(/<!--.*?-->/gs, "");
      if (marks.every((mark) => mark.test(text))) return { file, language };
    }
  return undefined;
}

function refuseOthers(directory: Directory): void {
  const other = elsewhere(directory);
  if (other)
    throw invalid(
      `${other.file} has change sets in ${other.language}, which cannot be read`,
      "replay with --command, through Liquibase itself",
    );
}
