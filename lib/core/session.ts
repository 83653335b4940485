/** What the engine asks of a database: bounded, read-only statements. */

import type { Row } from "./row.ts";

export type { Row } from "./row.ts";

export interface Session {
  /**
   * How many reads it is worth to have under way at once.
   * @default 1
   */
  readonly width?: number;
  /**
   * Tables, indexes, sequences and whatever else has a row in pg_class: of how many more than these that is so.
   * @default 0
   */
  readonly wideFrom?: number;
  /** Runs one read-only statement in a transaction of its own and hands every row to `onRow`; returns the row count. */
  read(sql: string, onRow: (row: Row) => void, options?: ReadOptions): Promise<number>;
  /**
   * As `read`, but of a row only the columns `apart` arrive as values, in that order, null for one that the statement has
   * not. The others arrive as one key, the same of rows that are alike, and `open` reads it: what many rows have in common
   * need be read once.
   * @param like a statement that has the same columns and is always the same, by which they are remembered
   */
  readPacked?(sql: string, apart: readonly string[], onRow: OnPackedRow, like: string): Promise<number>;
  /**
   * Reads two statements, both of one moment. It returns with the first read and the second on its way: others may be read
   * beside it.
   */
  readTwo?(first: Statement, second: Statement): Promise<{ readonly second: Promise<number> }>;
  close(): Promise<void>;
}

/** What is asked, and who takes the rows. */
export interface Statement {
  readonly sql: string;
  readonly onRow: (row: Row) => void;
}

/** A row as a list, by the numbers of its columns; the next row overwrites it. */
export type Values = readonly unknown[];

export type OnPackedRow = (apart: Values, packed: string, open: (packed: string) => Row) => void;

export interface ReadOptions {
  /** How long the statement may run; the session has a default. */
  readonly timeoutMs?: number;
  /** The next row may overwrite the one before it: nobody keeps them, and there are many. */
  readonly passing?: boolean;
}

/**
 * A session for a database that is nobody else's and is read again and again: each statement is kept, so what varies had
 * better be a value.
 */
export interface PreparedSession extends Session {
  readonly prepared: true;
  /** @param values of `$1` … in the statement */
  read(sql: string, onRow: (row: Row) => void, options?: ReadOptions, values?: readonly unknown[]): Promise<number>;
}

export const isPrepared = (session: Session): session is PreparedSession => "prepared" in session;

/**
 * What a catalogue read answers while someone else runs DDL: internal errors on objects that have just vanished, a
 * lock or a statement that ran out of time, a deadlock, a serialization failure, an undefined table, object or function.
 */
const RETRYABLE = new Set(["XX000", "55P03", "57014", "40001", "40P01", "42P01", "42704", "42883"]);

/** The server refused one statement; the session itself is still good. */
export class CatalogueError extends Error {
  readonly sqlstate: string;
  /** Reading everything again, a little later, may well succeed. */
  readonly retryable: boolean;

  constructor(sqlstate: string, message: string, options?: { readonly cause?: unknown }) {
    super(`${message} (SQLSTATE ${sqlstate})`, options);
    this.name = "CatalogueError";
    this.sqlstate = sqlstate;
    this.retryable = RETRYABLE.has(sqlstate);
  }
}

/** SQLSTATE of what a role may not read. */
export const INSUFFICIENT_PRIVILEGE = "42501";
