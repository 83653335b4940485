/** A migration that does not exist yet: what it is to do, and the files that a tool keeps it in. */

import type { Spec } from "../core/kind.ts";
import type { Directory } from "./directory.ts";
import { byNumber } from "./layout.ts";

export interface NewStatement {
  /** What it does, in one line of harmless characters. */
  readonly remark: string;
  /** With its semicolon. */
  readonly sql: string;
}

/** Statements that run together in one transaction, or in none. */
export interface NewPart {
  readonly transactional: boolean;
  readonly statements: readonly NewStatement[];
}

export interface NewMigration {
  /** `add email`, as somebody typed it, in one line. */
  readonly title: string;
  /** `add_email`. */
  readonly slug: string;
  readonly now: Date;
  /** Whose it is, in a project of several apps. */
  readonly app?: string | undefined;
  readonly up: NewPart;
  /** null: there is no way back in this file. */
  readonly down: NewPart | null;
  /** What a person has to do beside it, a line each. */
  readonly manual: readonly string[];
  /** What it comes to, for tools that keep a model of their own. */
  readonly changes: readonly NewChange[];
}

/** One object's change by the migration. */
export interface NewChange {
  readonly verb: "added" | "removed" | "altered" | "renamed";
  /** Encoded address it has before; of a new one, that it gets. */
  readonly address: string;
  /** Of a renamed one: its new name. */
  readonly now: string | null;
  /** As it is afterwards; null of one that goes. */
  readonly spec: Spec | null;
}

export interface NewFile {
  /** Path within the directory, with slashes. */
  readonly path: string;
  readonly content: string;
}

/**
 * How a tool takes what PostgreSQL runs in no transaction: a file may hold several such statements (`file`), one alone, since it
 * sends a file as one message (`statement`), or none at all (`never`).
 */
export type Apart = "file" | "statement" | "never";

/** The files of a new migration, next in line after those of the directory; a file that is there is written anew. */
export type WriteMigration = (directory: Directory, migration: NewMigration) => readonly NewFile[];

/** How new migrations of a tool come about. */
export interface Writer {
  /** Undefined: nobody writes its files but the tool itself. */
  readonly write?: WriteMigration;
  /** `file` where it is not said. */
  readonly apart?: Apart;
}

/** Whether both ways run in a transaction, of a tool that says so once for the whole file. */
export const isAtomic = ({ up, down }: Pick<NewMigration, "up" | "down">): boolean =>
  [up, down].every((part) => part?.transactional !== false);

/** Statements under a line each that says what they do. */
export const scriptOf = (part: NewPart | null, manual: readonly string[] = []): string =>
  [
    ...(part?.statements ?? []).map(({ remark, sql }) => `-- ${remark}\n${sql}\n`),
    ...manual.map((line) => `-- By hand: ${line}\n`),
  ].join("\n");

/** How a tool numbers migrations where there is none yet. */
type First = "seconds" | "milliseconds" | { readonly width: number };

/** The number after the last one, made as that was: a moment, or counted on with as many digits. */
export function nextNumber(known: readonly string[], now: Date, first: First): string {
  const last = [...known].sort(byNumber).at(-1);
  const next = last === undefined ? firstNumber(first, now) : momentLike(last, now);
  if (last === undefined) return next;
  // A clock that is behind, or a number that was no moment.
  return next !== "" && byNumber(next, last) > 0 ? next : String(BigInt(last) + 1n).padStart(last.length, "0");
}

function firstNumber(first: First, now: Date): string {
  if (first === "seconds") return seconds(now);
  return first === "milliseconds" ? String(now.getTime()) : "1".padStart(first.width, "0");
}

function momentLike(last: string, now: Date): string {
  if (/^(19|2\d)\d{12}$/.test(last)) return seconds(now);
  if (/^(19|2\d)\d{15}$/.test(last)) return now.toISOString().replaceAll(/\D/g, "");
  if (/^1\d{12}$/.test(last)) return String(now.getTime());
  return /^1\d{9}$/.test(last) ? String(Math.floor(now.getTime() / 1_000)) : "";
}

/** `20261128110719`. */
export const seconds = (now: Date): string => now.toISOString().replaceAll(/\D/g, "").slice(0, 14);

/** `AddEmail` of `add_email`: the name of a class, which begins with a letter. */
export const className = (slug: string): string =>
  slug
    .split("_")
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("")
    .replace(/^(?=\d)/, "M");
