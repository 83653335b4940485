/** The contract of a layout: how one migration tool lays out its files, which order it runs them in, and how. */

import { DriftwatchError } from "../core/errors.ts";
import type { MigrationRecord } from "../core/history.ts";
import type { Directory } from "./directory.ts";
import type { Writer } from "./new-migration.ts";

export interface Layout extends Writer {
  /** `flyway`. */
  readonly name: string;
  /** What people call it: `Flyway`. */
  readonly title: string;
  /** Whether the files are this tool's; several layouts may say so, and the first in the registry is asked first. */
  readonly recognises: (directory: Directory) => boolean;
  /**
   * The migrations in the order in which the tool applies them.
   * @throws DriftwatchError `migrations-invalid` where the tool itself would refuse the files
   */
  readonly read: (directory: Directory, options: LayoutOptions) => readonly Migration[];
  /** Files of migrations that the tool does not run on an empty database, since one of those read stands for them. */
  readonly passedOver?: (directory: Directory) => readonly string[];
}

export interface LayoutOptions {
  /** What `${name}` stands for in the files of a tool that has placeholders. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** The contexts that Liquibase is run with; undefined = none, and all is run. */
  readonly contexts?: readonly string[] | undefined;
  /** `v2 and !beta`: of which labels Liquibase runs the change sets; undefined = of all. */
  readonly labelFilter?: string | undefined;
  /** Whether a project may have no migration yet: the next one is its first. */
  readonly mayBeEmpty?: boolean | undefined;
}

/** A migration as its file tells it. */
export interface Migration extends Omit<MigrationRecord, "effects"> {
  readonly script: string;
  /** Line of the file on which the script begins, from 1. */
  readonly line: number;
  /**
   * How the tool runs the script. `one`: in one transaction. `each`: every statement by itself. `message`: as a driver's
   * single message, which is one transaction unless it is a single statement. `fitting`: in one transaction, unless
   * there is a statement in it that PostgreSQL runs in none.
   */
  readonly transaction: "one" | "each" | "message" | "fitting";
  /** Whether the tool refuses a script with statements that want a transaction and others that run in none. */
  readonly uniform: boolean;
}

/** A migration of one file, with nothing special about it. */
export const migration = (known: Pick<Migration, "id" | "name" | "script"> & Partial<Migration>): Migration => ({
  group: null,
  file: null,
  checksum: null,
  replaces: [],
  needs: [],
  repeatable: false,
  line: 1,
  transaction: "one",
  uniform: false,
  ...known,
});

export const invalid = (got: string, remedy: string): DriftwatchError =>
  new DriftwatchError("migrations-invalid", got, remedy);

/**
 * Refuses a directory with migrations that are programs: only their tool can run them.
 * @throws DriftwatchError `migrations-invalid`
 */
export function refuseCode(directory: Directory, pattern: RegExp, language: string, tool: string): void {
  const code = directory.inside().find((file) => pattern.test(file));
  if (code === undefined) return;
  throw invalid(
    `${code} is a migration in ${language}, which cannot be read`,
    `replay with --command, through ${tool} itself`,
  );
}

/** Refuses two migrations of one id; the first pair is named. */
export function distinct(migrations: readonly Migration[], what = "version"): readonly Migration[] {
  const seen = new Map<string, Migration>();
  for (const each of migrations) {
    const other = seen.get(each.id);
    if (other)
      throw invalid(
        `${other.file ?? other.name} and ${each.file ?? each.name} have the same ${what} ${each.id}`,
        "rename one of them",
      );
    seen.set(each.id, each);
  }
  return migrations;
}

/** `12` before `9a`, `1.10` after `1.9`: runs of digits by their number, however long they are. */
export function byNumber(a: string, b: string): number {
  const [left = [], right = []] = [a, b].map((text): readonly string[] => text.match(/\d+|\D+/g) ?? []);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x = "", y = ""] = [left[at], right[at]];
    if (x === y) continue;
    if (/^\d/.test(x) && /^\d/.test(y)) {
      const [m, n] = [BigInt(x), BigInt(y)];
      if (m !== n) return m < n ? -1 : 1;
    }
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** The part of a script between two marks, each a comment line of its own, and the line it begins on. */
export function between(
  script: string,
  begin: RegExp,
  end: RegExp,
): { readonly script: string; readonly line: number } | undefined {
  const lines = script.split("\n");
  const first = lines.findIndex((line) => begin.test(line));
  if (first < 0) return undefined;
  const rest = lines.slice(first + 1);
  const last = rest.findIndex((line) => end.test(line));
  return { script: (last < 0 ? rest : rest.slice(0, last)).join("\n"), line: first + 2 };
}
