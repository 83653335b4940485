/** A connection that reads: each statement in a transaction of its own, with every setting that changes text pinned. */

import pg from "pg";
import { oneLine } from "../core/errors.ts";
import { CatalogueError, type ReadOptions, type Row, type Statement, type Values } from "../core/session.ts";
import type { PlainClient } from "./connect.ts";
import type { Endpoint } from "./endpoint.ts";
import { errorFrom } from "./failure.ts";
import { Columns } from "./rows.ts";
import { Wire } from "./wire.ts";

/**
 * What would otherwise change the text PostgreSQL's deparsers write, or make us wait. SET LOCAL, not SET and not the
 * startup packet: it works behind a transaction pooler and leaves nothing on a connection that is someone else's next.
 */
export const SETTINGS: readonly string[] = [
  // Below deadlock_timeout (1 s), so that in a deadlock with a migration it is us who give up.
  "lock_timeout = '300ms'",
  "idle_in_transaction_session_timeout = '5s'",
  "search_path = ''",
  "TimeZone = 'UTC'",
  "DateStyle = 'ISO, YMD'",
  "IntervalStyle = 'postgres'",
  "extra_float_digits = 1",
  "bytea_output = 'hex'",
  "standard_conforming_strings = on",
  "quote_all_identifiers = off",
  "lc_monetary = 'C'",
  "client_encoding = 'UTF8'",
  "jit = off",
  // A catalogue is read faster than workers start, and the processors are somebody else's.
  "max_parallel_workers_per_gather = 0",
  // Catalogues are sorted and hashed; with the default of 4 MB a large one is written to disk meanwhile.
  "work_mem = '32MB'",
  // What is read is in memory, or is from now on: a row found by its index costs no more than one in its turn.
  "random_page_cost = 1.1",
  "client_min_messages = error",
  // A policy on a migration ledger would hide rows from us without a word; with `off` the read fails instead.
  "row_security = off",
];

const NO_ENCODING = "SQL_ASCII";

/** How much longer than its time limit a statement may take to be answered before the network is taken for dead. */
const GRACE_MS = 5_000;

export class Connection {
  readonly #client: PlainClient;
  readonly #wire: Wire;
  readonly #endpoint: Endpoint;
  readonly #timeoutMs: number;
  /** Reads queue up here: a second BEGIN must not slip in before the first one's ROLLBACK. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: PlainClient, endpoint: Endpoint, timeoutMs: number) {
    this.#client = client;
    this.#wire = new Wire(client);
    this.#endpoint = endpoint;
    this.#timeoutMs = timeoutMs;
  }

  read(sql: string, onRow: (row: Row) => void, options: ReadOptions = {}): Promise<number> {
    return this.#next(sql, readerByName(onRow, options.passing), options.timeoutMs ?? this.#timeoutMs);
  }

  /** Both in one transaction. Returns when the first has been read. */
  async readTwo(first: Statement, second: Statement): Promise<{ readonly second: Promise<number> }> {
    const limit = this.#timeoutMs;
    const begin = behind(this.#opening("REPEATABLE READ", limit), first.sql);
    const reading = this.#after(() => this.#send(begin, readerByName(first.onRow), limit, false));
    const rest = this.#after(() =>
      reading.then(() => this.#send([ending(second.sql)], readerByName(second.onRow), limit)),
    );
    // When the first fails, so does it.
    rest.catch(() => undefined);
    await reading;
    return { second: rest };
  }

  readPacked(sql: string, onValues: OnValues): Promise<number> {
    return this.#next(sql, new Reader(onValues, true), this.#timeoutMs);
  }

  /** The columns of a statement; its rows are not asked for. */
  async fieldsOf(sql: string): Promise<readonly pg.FieldDef[]> {
    const reader = new Reader(() => {});
    await this.#next(`SELECT * FROM (\n${sql}\n) q WHERE false`, reader, this.#timeoutMs);
    return reader.fields;
  }

  #next(sql: string, reader: Reader, timeoutMs: number): Promise<number> {
    const texts = behind(this.#opening("READ COMMITTED", timeoutMs), ending(sql));
    return this.#after(() => this.#send(texts, reader, timeoutMs));
  }

  #opening(isolation: string, timeoutMs: number): string {
    const settings = [`statement_timeout = ${Math.max(1, Math.ceil(timeoutMs))}`, ...SETTINGS];
    // No encoding: bytes as somebody once wrote them. Asked for UTF-8 the server would refuse those that are none.
    if (this.#client.encoding === NO_ENCODING) settings.push(`client_encoding = '${NO_ENCODING}'`);
    return [`BEGIN ISOLATION LEVEL ${isolation} READ ONLY`, ...settings.map((it) => `SET LOCAL ${it}`)].join("; ");
  }

  #after(work: () => Promise<number>): Promise<number> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    await this.#last;
    await within(1_000, this.#client.end(), () => this.#client.connection.stream.destroy());
  }

  /** @param ends whether the texts end their transaction */
  async #send(texts: readonly string[], reader: Reader, timeoutMs: number, ends = true): Promise<number> {
    try {
      for (const text of texts) await this.#run(text, reader, timeoutMs + GRACE_MS);
      if (!ends) reader.finish();
    } catch (cause) {
      throw await this.#recover(cause);
    }
    return reader.finish();
  }

  #run(text: string, reader: Reader, limitMs: number): Promise<void> {
    const silence = new Error("no answer, long after the statement's own time limit");
    const described = (message: { readonly fields: readonly pg.FieldDef[] }) => reader.describe(message.fields);
    this.#client.connection.on("rowDescription", described);
    this.#wire.onRow = (bytes, at) => reader.take(bytes, at);
    const done = new Promise<void>((resolve, reject) => {
      const query = new pg.Query({ text });
      query.on("error", reject);
      query.on("end", () => resolve());
      this.#client.query(query);
    });
    return within(limitMs, done, () => this.#client.connection.stream.destroy(silence)).finally(() => {
      this.#client.connection.off("rowDescription", described);
      this.#wire.onRow = undefined;
    });
  }

  /** Ends the failed transaction, and says what failed: the statement or, if it cannot be ended, the connection. */
  async #recover(cause: unknown): Promise<unknown> {
    try {
      await within(GRACE_MS, this.#client.query("ROLLBACK"), () => this.#client.connection.stream.destroy());
    } catch {
      return errorFrom(cause, this.#endpoint);
    }
    return cause instanceof pg.DatabaseError
      ? new CatalogueError(cause.code ?? "XX000", oneLine(cause), { cause })
      : cause;
  }
}

type OnValues = (values: Values, columns: Columns) => void;

/** Counts rows and hands them on. They arrive in an event handler, where a reader that throws would end the process. */
class Reader {
  readonly #onValues: OnValues;
  readonly #packed: boolean;
  #columns: Columns | undefined;
  #rows = 0;
  #failure: { readonly cause: unknown } | undefined;
  #fields: readonly pg.FieldDef[] = [];

  constructor(onValues: OnValues, packed = false) {
    this.#onValues = onValues;
    this.#packed = packed;
  }

  /** Of the statements in a message, one has rows. */
  describe(fields: readonly pg.FieldDef[]): void {
    this.#fields = fields;
    this.#columns = new Columns(fields, this.#packed);
  }

  take(bytes: Buffer, at: number): void {
    this.#rows += 1;
    if (this.#failure || !this.#columns) return;
    try {
      this.#onValues(this.#columns.valuesOf(bytes, at), this.#columns);
    } catch (cause) {
      this.#failure = { cause };
    }
  }

  get fields(): readonly pg.FieldDef[] {
    return this.#fields;
  }

  finish(): number {
    if (this.#failure) throw this.#failure.cause;
    return this.#rows;
  }
}

/** Of rows as objects. @param passing all of them the same one */
function readerByName(onRow: Statement["onRow"], passing = false): Reader {
  const same = {};
  return new Reader((values, columns) => onRow(columns.named(values, passing ? same : {})));
}

// The newline keeps a trailing `--` comment from swallowing the COMMIT.
const ending = (sql: string): string => `${sql}\n; COMMIT`;

/**
 * The texts to send: one, or two where the first must come first. The server splits a text into tokens before it runs any of
 * it. Under a role with standard_conforming_strings = off a backslash would be an escape, whatever the SET before it says.
 */
const behind = (begin: string, sql: string): readonly string[] =>
  sql.includes("\\") ? [begin, sql] : [`${begin}; ${sql}`];

/** Waits for `work`; when that takes longer than `ms`, `cut` ends it. */
async function within<T>(ms: number, work: Promise<T>, cut: () => void): Promise<T> {
  const timer = setTimeout(cut, ms);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
