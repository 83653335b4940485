/** The read-only session: each statement in a transaction of its own, with every setting that changes text pinned. */

import pg from "pg";
import { oneLine } from "../core/errors.ts";
import { text } from "../core/row.ts";
import {
  CatalogueError,
  type OnPackedRow,
  type ReadOptions,
  type Row,
  type Session,
  type Values,
} from "../core/session.ts";
import { type ConnectOptions, connect } from "./connect.ts";
import type { Endpoint } from "./endpoint.ts";
import { errorFrom } from "./failure.ts";
import { packing } from "./record.ts";
import { Columns } from "./rows.ts";
import { Wire } from "./wire.ts";

export interface SessionOptions extends ConnectOptions {
  /** How long a statement may run unless its reader says otherwise: 15,000 by default. */
  readonly timeoutMs?: number;
  /** From how many relations on a second connection is worth what it costs: 1,000 by default, a hundred tables or two. */
  readonly wideFrom?: number;
  /** Cuts the session off when it is aborted: what is being read then fails. */
  readonly signal?: AbortSignal;
}

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

/** The columns of statements: those of a catalogue do not change. */
const FIELDS = new Map<string, readonly pg.FieldDef[]>();

/** How much longer than its time limit a statement may take to be answered before the network is taken for dead. */
const GRACE_MS = 5_000;

/** Opens a session on a database; whoever opens it closes it. */
export async function openSession(endpoint: Endpoint, options: SessionOptions = {}): Promise<Session> {
  const open = async () => {
    const client = await connect(endpoint, options);
    const cut = () => client.connection.stream.destroy();
    if (options.signal?.aborted) cut();
    options.signal?.addEventListener("abort", cut, { once: true });
    client.once("end", () => options.signal?.removeEventListener("abort", cut));
    return new Connection(client, endpoint, options.timeoutMs ?? 15_000);
  };
  return new ReadOnlySession(await open(), open, options.wideFrom ?? 1_000);
}

/** One connection, and a second one from the moment that two reads are under way at once. */
class ReadOnlySession implements Session {
  readonly width = 2;
  readonly wideFrom: number;
  readonly #first: Connection;
  readonly #open: () => Promise<Connection>;
  #second: Promise<Connection | undefined> | undefined;
  #firstIsBusy = false;

  constructor(first: Connection, open: () => Promise<Connection>, wideFrom: number) {
    this.#first = first;
    this.#open = open;
    this.wideFrom = wideFrom;
  }

  read(sql: string, onRow: (row: Row) => void, options: ReadOptions = {}): Promise<number> {
    return this.#through((connection) => connection.read(sql, onRow, options));
  }

  readPacked(sql: string, apart: readonly string[], onRow: OnPackedRow, like: string): Promise<number> {
    return this.#through(async (connection) => {
      const fields = FIELDS.get(like) ?? (await connection.fieldsOf(like));
      FIELDS.set(like, fields);
      const packed = packing(sql, fields, apart);
      return connection.readPacked(packed.sql, (values) => onRow(values, text(values[apart.length]), packed.open));
    });
  }

  async #through(work: (connection: Connection) => Promise<number>): Promise<number> {
    if (this.#firstIsBusy) {
      // A server that has no second connection to give is read through the first.
      this.#second ??= this.#besides().catch(() => undefined);
      return work((await this.#second) ?? this.#first);
    }
    this.#firstIsBusy = true;
    try {
      return await work(this.#first);
    } finally {
      this.#firstIsBusy = false;
    }
  }

  /** A second connection to the same server: behind a name there may be several, or another one since a failover. */
  async #besides(): Promise<Connection | undefined> {
    const second = await this.#open();
    const [here, there] = await Promise.all([whereabouts(this.#first), whereabouts(second)]);
    if (here !== null && here === there) return second;
    await second.close();
    return undefined;
  }

  async close(): Promise<void> {
    await Promise.all([this.#first.close(), this.#second?.then((second) => second?.close())]);
  }
}

/** What no two servers have in common; null where that may not be asked. */
async function whereabouts(connection: Connection): Promise<string | null> {
  let found: string | null = null;
  const sql =
    "SELECT (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::int8::text || ' ' || current_database() AS place";
  await connection.read(sql, ({ place }) => (found = text(place))).catch(() => undefined);
  return found;
}

class Connection {
  readonly #client: pg.Client;
  readonly #wire: Wire;
  readonly #endpoint: Endpoint;
  readonly #timeoutMs: number;
  /** Reads queue up here: a second BEGIN must not slip in before the first one's ROLLBACK. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: pg.Client, endpoint: Endpoint, timeoutMs: number) {
    this.#client = client;
    this.#wire = new Wire(client);
    this.#endpoint = endpoint;
    this.#timeoutMs = timeoutMs;
  }

  read(sql: string, onRow: (row: Row) => void, options: ReadOptions = {}): Promise<number> {
    const passing = {};
    const reader = new Reader((values, columns) => onRow(columns.named(values, options.passing ? passing : {})));
    return this.#next(sql, reader, options.timeoutMs ?? this.#timeoutMs);
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
    const read = this.#last.then(() => this.#read(sql, reader, timeoutMs));
    this.#last = read.catch(() => undefined);
    return read;
  }

  async close(): Promise<void> {
    await this.#last;
    await within(1_000, this.#client.end(), () => this.#client.connection.stream.destroy());
  }

  async #read(sql: string, reader: Reader, timeoutMs: number): Promise<number> {
    try {
      for (const message of messages(sql, timeoutMs)) await this.#run(message, reader, timeoutMs + GRACE_MS);
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

/** The statement with its transaction around it, as the texts to send: one, or two where the first must come first. */
function messages(sql: string, timeoutMs: number): readonly string[] {
  const settings = [`statement_timeout = ${Math.max(1, Math.ceil(timeoutMs))}`, ...SETTINGS];
  const begin = ["BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY", ...settings.map((it) => `SET LOCAL ${it}`)].join(
    "; ",
  );
  // The newline keeps a trailing `--` comment from swallowing the COMMIT.
  const statement = `${sql}\n; COMMIT`;
  // The server splits a text into tokens before it runs any of it. Under a role with standard_conforming_strings = off
  // a backslash would be an escape, whatever the SET before it says.
  return sql.includes("\\") ? [begin, statement] : [`${begin}; ${statement}`];
}

/** Waits for `work`; when that takes longer than `ms`, `cut` ends it. */
async function within<T>(ms: number, work: Promise<T>, cut: () => void): Promise<T> {
  const timer = setTimeout(cut, ms);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
