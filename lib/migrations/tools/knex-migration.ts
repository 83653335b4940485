/** A new migration of Knex: `knex.raw`, a statement each. */

import type { Directory } from "../directory.ts";
import { javascriptText } from "../javascript-text.ts";
import { isAtomic, type NewFile, type NewMigration, type NewPart, nextNumber } from "../new-migration.ts";
import { habitOf } from "./javascript-module.ts";

const FILE = /^(\d+)_.*\.[cm]?[jt]s$/;
const FOLDER = /\bmigrations\s*:\s*\{[^}]*?\bdirectory\s*:\s*([^,}]*(?:\([^)]*\))?)/;

export const KNEX_FILES = ["knexfile.js", "knexfile.ts", "knexfile.cjs", "knexfile.mjs"];

export function knexMigration(directory: Directory, { slug, now, up, down, manual }: NewMigration): NewFile[] {
  const { folder, extension, esm, numbers } = habitOf(directory, FILE, KNEX_FILES, FOLDER);
  const typed = /ts$/.test(extension);
  const head = (name: string) => {
    if (typed) return `export async function ${name}(knex: Knex): Promise<void> {`;
    return esm ? `export async function ${name}(knex) {` : `exports.${name} = async function (knex) {`;
  };
  const end = esm ? "}" : "};";
  const atomic = isAtomic({ up, down });
  const lines = [
    ...(typed ? ['import type { Knex } from "knex";', ""] : []),
    ...(atomic ? [] : [`${esm ? "export const config" : "exports.config"} = { transaction: false };`, ""]),
    head("up"),
    ...manual.map((line) => `  // By hand: ${line}`),
    ...bodyOf(up),
    end,
    "",
    head("down"),
    ...bodyOf(down),
    end,
  ];
  const path = `${folder}${nextNumber(numbers, now, "seconds")}_${slug}.${extension}`;
  return [{ path, content: `${lines.join("\n")}\n` }];
}

/**
 * To Knex a question mark is a parameter, wherever it stands, unless a backslash is before it; that is taken away, and so is every
 * other backslash there. A text that has both is spelt without the mark.
 */
const escaped = (sql: string): string =>
  sql.replaceAll(TOKEN, (token) => (/\\\?/.test(token) ? withoutMark(token) : token)).replaceAll("?", String.raw`\?`);

/** Texts, and what texts do not begin in: names in quotes, and comments. */
const TOKEN =
  /[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

function withoutMark(token: string): string {
  if (/^[eE]'/.test(token)) return token.replaceAll(/\\[^?]|\\?\?/g, (it) => (it.endsWith("?") ? MARK : it));
  const [, , inside] = /^\$(\w*)\$([\s\S]*)\$\1\$$/.exec(token) ?? [];
  if (inside === undefined && !token.startsWith("'")) return token;
  const text = inside ?? token.slice(1, -1).replaceAll("''", "'");
  return `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll("?", MARK)}'`;
}

const MARK = String.raw`\x3f`;

const bodyOf = (part: NewPart | null): string[] =>
  (part?.statements ?? []).map(
    ({ remark, sql }) => `  // ${remark}\n  await knex.raw(${javascriptText(escaped(sql))});`,
  );
