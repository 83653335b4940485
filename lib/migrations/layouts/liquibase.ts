/** Liquibase's formatted SQL: `--liquibase formatted sql`, then `--changeset author:id` before each change set. */

import { type Directory, folderOf, isScript, nameOf } from "../directory.ts";
import { byNumber, distinct, invalid, type Layout, type Migration, migration } from "../layout.ts";
import { type NewMigration, nextNumber, scriptOf, seconds } from "../new-migration.ts";

const HEAD = /^\s*--\s*liquibase\s+formatted\s+sql/i;
const CHANGESET = /^\s*--\s*changeset\s+("[^"]*"|[^:\s]+)\s*:\s*("[^"]*"|\S+)(.*)$/i;
const ASIDE =
  /^\s*--\s*(rollback|comment|preconditions?|precondition-sql-check|validCheckSum|property|ignoreLines|labels|context)\b/i;

export const liquibase: Layout = {
  name: "liquibase",
  title: "Liquibase formatted SQL",
  recognises: (directory) => logsIn(directory).length > 0,
  read: (directory) =>
    distinct(
      logsIn(directory).flatMap((file) => changeSets(file, directory.text(file))),
      "change set",
    ),
  apart: "statement",
  write: (directory, migration) => {
    const logs = logsIn(directory);
    const [only, ...others] = logs;
    // Who has one file for everything goes on in it.
    if (only !== undefined && others.length === 0 && changeSets(only, directory.text(only)).length > 1)
      return [{ path: only, content: `${directory.text(only).trimEnd()}\n\n${changeSetOf(migration)}` }];
    const [, digits, mark = "_"] = /^(\d+)([^0-9A-Za-z])/.exec(nameOf(logs.at(-1) ?? "")) ?? [];
    const folder = folderOf(logs.at(-1) ?? "");
    const number = nextNumber(digits === undefined ? [] : [digits], migration.now, "seconds");
    const path = `${folder === "" ? "" : `${folder}/`}${number}${mark}${migration.slug}.sql`;
    return [{ path, content: `--liquibase formatted sql\n\n${changeSetOf(migration)}` }];
  },
};

const logsIn = (directory: Directory): string[] =>
  directory.files.filter((file) => isScript(file) && HEAD.test(directory.text(file))).sort(byNumber);

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

function changeSets(file: string, text: string): Migration[] {
  const found: { id: string; author: string; options: string; line: number; lines: string[] }[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    const [, author, id, options = ""] = CHANGESET.exec(line) ?? [];
    if (author !== undefined && id !== undefined)
      found.push({ author: bare(author), id: bare(id), options, line: at + 2, lines: [] });
    else found.at(-1)?.lines.push(ASIDE.test(line) ? "" : line);
  }
  return found
    .filter(({ options }) => runsHere(options))
    .map(({ author, id, options, line, lines }) => {
      if (/splitStatements\s*:\s*false/i.test(options) && lines.join("").trim() === "")
        throw invalid(`${file}: the change set ${author}:${id} is empty`, "remove it");
      return migration({
        id: `${file}::${id}::${author}`,
        name: `${author}:${id}`,
        file,
        line,
        script: lines.join("\n"),
        transaction: /runInTransaction\s*:\s*false/i.test(options) ? "each" : "one",
      });
    });
}

const bare = (word: string): string => word.replace(/^"(.*)"$/, "$1");

/** Whether a change set is meant for PostgreSQL. */
function runsHere(options: string): boolean {
  const [, list] = /\bdbms\s*:\s*("[^"]*"|[^\s]+)/i.exec(options) ?? [];
  if (list === undefined) return true;
  const names = bare(list)
    .split(",")
    .map((name) => name.trim().toLowerCase());
  if (names.includes("!postgresql")) return false;
  return names.some((name) => ["postgresql", "all"].includes(name) || (name.startsWith("!") && name !== "!postgresql"));
}
