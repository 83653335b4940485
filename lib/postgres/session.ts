/** The read-only session: one connection, and a second one where two reads are under way at once. */

import type { FieldDef } from "pg";
import { text } from "../core/row.ts";
import type { OnPackedRow, ReadOptions, Row, Session, Statement } from "../core/session.ts";
import { type ConnectOptions, connect } from "./connect.ts";
import { Connection } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";

export interface SessionOptions extends ConnectOptions {
  /** How long a statement may run unless its reader says otherwise: 15,000 by default. */
  readonly timeoutMs?: number;
  /** From how many relations on a second connection is worth what it costs: 1,000 by default, a hundred tables or two. */
  readonly wideFrom?: number;
  /** Cuts the session off when it is aborted: what is being read then fails. */
  readonly signal?: AbortSignal;
}

/** A session that can do all that one may. */
export type WideSession = Required<Session>;

/** The columns of statements: those of a catalogue do not change. */
const FIELDS = new Map<string, readonly FieldDef[]>();

/** Opens a session on a database; whoever opens it closes it. */
export async function openSession(endpoint: Endpoint, options: SessionOptions = {}): Promise<WideSession> {
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
class ReadOnlySession implements WideSession {
  readonly width = 2;
  readonly wideFrom: number;
  readonly #first: Connection;
  readonly #open: () => Promise<Connection>;
  #second: Promise<Connection | undefined> | undefined;
  #here: Promise<string | null> | undefined;
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
      // Not read at the start: an unmoved database is not read either.
      const { packing } = await import("./record.ts");
      const packed = packing(sql, fields, apart);
      return connection.readPacked(packed.sql, (values) => onRow(values, text(values[apart.length]), packed.open));
    });
  }

  async readTwo(first: Statement, second: Statement): Promise<{ readonly second: Promise<number> }> {
    this.#firstIsBusy = true;
    const free = () => {
      this.#firstIsBusy = false;
    };
    try {
      // Who wants a second connection meanwhile could not ask the first where it is.
      this.#whereIsTheFirst();
      const under = await this.#first.readTwo(first, second);
      return { second: under.second.finally(free) };
    } catch (cause) {
      free();
      throw cause;
    }
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
    const [here, there] = await Promise.all([this.#whereIsTheFirst(), whereabouts(second)]);
    if (here !== null && here === there) return second;
    await second.close();
    return undefined;
  }

  /** Asked once: it stays where it is. */
  #whereIsTheFirst(): Promise<string | null> {
    this.#here ??= whereabouts(this.#first);
    return this.#here;
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
