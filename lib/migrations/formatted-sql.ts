/** Liquibase's formatted SQL, read line by line: its change sets, the properties in them, and what it passes over. */

import { pathIn } from "./ledgers/liquibase.ts";

export interface ChangeSet {
  readonly author: string;
  readonly id: string;
  /** What stands for the file's own path in the ledger; undefined = that path. */
  readonly logicalPath: string | undefined;
  readonly options: string;
  /** Line of the file on which the script begins, from 1. */
  readonly line: number;
  readonly script: string;
}

/** What `${name}` stands for; the first word on a name is the last. */
export type Properties = Map<string, string>;

const HEAD = /^\s*--\s*liquibase\s+formatted\s+sql(.*)/i;
const CHANGESET = /^\s*--\s*changeset\s+("[^"]*"|[^:]+?)\s*:\s*("[^"]*"|\S+)(.*)$/i;
const ASIDE =
  /^\s*--\s*(rollback|comment|preconditions?|precondition-sql-check|validCheckSum|property|ignoreLines|labels|context)\b/i;
const IGNORED = /^\s*--\s*ignoreLines\s*:\s*(start|end|\d+)\s*$/i;
const PROPERTY = /^\s*--\s*property\s+(.*)$/i;

export const isFormatted = (text: string): boolean => HEAD.test(text);

/**
 * @param global the properties of all files so far, to which this one's are added
 * @param isMeant whether a property counts, by its options; one for some contexts or labels alone does not, unless somebody asks
 */
export function changeSetsIn(text: string, global: Properties, isMeant = isUnconditional): ChangeSet[] {
  const found: ChangeSet[] = [];
  const own: Properties = new Map();
  const ofFile = optionOf(HEAD.exec(text)?.[1] ?? "", PATH);
  let open: { readonly match: RegExpExecArray; readonly line: number; readonly lines: string[] } | undefined;
  const close = () => {
    if (!open) return;
    const [, author = "", id = "", options = ""] = open.match;
    const expand = (word: string) => expanded(bare(word), [global, own]);
    const logicalPath = optionOf(options, PATH) ?? ofFile;
    found.push({
      ...{ author: expand(author), id: expand(id), options: expanded(options, [global, own]), line: open.line },
      logicalPath: logicalPath === undefined ? undefined : pathIn(expand(logicalPath)),
      script: expanded(open.lines.join("\n"), [global, own]),
    });
  };
  for (const [at, line] of withoutIgnored(text.split(/\r?\n/)).entries()) {
    const [, property] = PROPERTY.exec(line) ?? [];
    if (property !== undefined && isMeant(property)) define(property, global, own);
    const match = CHANGESET.exec(line);
    if (match) {
      close();
      open = { match, line: at + 2, lines: [] };
    } else open?.lines.push(ASIDE.test(line) ? "" : line);
  }
  close();
  return found;
}

/** Every line keeps its place. */
function withoutIgnored(lines: readonly string[]): string[] {
  let left = 0;
  return lines.map((line) => {
    const [, mark] = IGNORED.exec(line) ?? [];
    if (left > 0 && !(left === Number.POSITIVE_INFINITY && mark?.toLowerCase() === "end")) {
      left -= 1;
      return "";
    }
    left = mark === undefined || /end/i.test(mark) ? 0 : /start/i.test(mark) ? Number.POSITIVE_INFINITY : Number(mark);
    return mark === undefined ? line : "";
  });
}

const isUnconditional = (options: string): boolean => conditionOf(options) === undefined;

function define(property: string, global: Properties, own: Properties): void {
  const [name, value] = [optionOf(property, "name"), optionOf(property, "value")];
  if (name === undefined || value === undefined || !isForPostgres(property)) return;
  const properties = optionOf(property, "global") === "false" ? own : global;
  if (!properties.has(name)) properties.set(name, value);
}

/** A name that nothing is known of stands as it is written; `${:name}` is how to write one that is known. */
const expanded = (text: string, properties: readonly Properties[]): string =>
  text.replaceAll(/\$\{([^}\n]+)\}/g, (whole, name: string) => {
    if (name.startsWith(":")) return `$\{${name.slice(1)}}`;
    return properties.find((known) => known.has(name))?.get(name) ?? whole;
  });

const PATH = "logicalFilePath";
const bare = (word: string): string => word.replace(/^"(.*)"$/, "$1");

/** `test` of `context:test`, `a or b` of `context:"a or b"`; undefined where the option is not given. */
export function optionOf(options: string, name: string): string | undefined {
  const [, value] = new RegExp(`(?:^|\\s)${name}\\s*:\\s*("[^"]*"|\\S+)`, "i").exec(options) ?? [];
  return value === undefined ? undefined : bare(value);
}

/** `context test`: what whoever runs it has to ask for, or it is left out; undefined of a change set that is always run. */
export function conditionOf(options: string): string | undefined {
  const context = optionOf(options, "contextFilter") ?? optionOf(options, "context");
  const labels = optionOf(options, "labels");
  const conditions = [...(context ? [`context ${context}`] : []), ...(labels ? [`labels ${labels}`] : [])];
  return conditions.length === 0 ? undefined : conditions.join(", ");
}

/** The names between the commas. */
export const listed = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

export function isForPostgres(options: string): boolean {
  const list = optionOf(options, "dbms");
  if (list === undefined) return true;
  const names = listed(list.toLowerCase());
  if (names.includes("!postgresql")) return false;
  return names.some((name) => ["postgresql", "all"].includes(name) || name.startsWith("!"));
}

/** The script with semicolons where it has other ends of statements: `/` and `GO` on a line of their own, or what it says. */
export function withSemicolons(script: string, options: string): string {
  const delimiter = optionOf(options, "endDelimiter") ?? "";
  return script.replaceAll(endOf(delimiter), (end) =>
    end.replaceAll(/[^\n]/g, "").replace(/^\n?/, (line) => `${line};`),
  );
}

function endOf(delimiter: string): RegExp {
  if (delimiter === "" || delimiter === ";") return /^[^\S\n]*(?:go|\/)[^\S\n]*$/gim;
  if (delimiter === "/") return /^[^\S\n]*\/[^\S\n]*$/gm;
  try {
    // More than a mark is a pattern of Java's.
    if (/[\\|]/.test(delimiter)) return new RegExp(`(?:${delimiter})[^\\S\\n]*$`, "gim");
  } catch {
    // Then it is what it looks like.
  }
  return new RegExp(`${delimiter.replaceAll(/[.*+?^$()[\]{}|\\]/g, "\\$&")}[^\\S\\n]*$`, "gim");
}
