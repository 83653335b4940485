/**
 * A session for a database that is read again and again and that is nobody else's: each statement is planned once, and
 * what the catalogue says is read as it is now. It keeps settings and plans, so it is not for a live database.
 */

import type pg from "pg";
import { oneLine } from "../core/errors.ts";
import { CatalogueError, type PreparedSession, type ReadOptions, type Row } from "../core/session.ts";
import { connect } from "./connect.ts";
import { SETTINGS } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import { types } from "./types.ts";

export async function openPreparedSession(endpoint: Endpoint): Promise<PreparedSession> {
  const client = await connect(endpoint);
  for (const setting of [...SETTINGS, "plan_cache_mode = force_generic_plan"]) await client.query(`SET ${setting}`);
  return new Prepared(client);
}

class Prepared implements PreparedSession {
  readonly prepared = true;
  readonly #client: pg.Client;
  readonly #names = new Map<string, string>();

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async read(
    sql: string,
    onRow: (row: Row) => void,
    _options: ReadOptions = {},
    values: readonly unknown[] = [],
  ): Promise<number> {
    const name = this.#names.get(sql) ?? `read_${this.#names.size}`;
    this.#names.set(sql, name);
    try {
      const { rows } = await this.#client.query({ name, text: sql, types, values: [...values] });
      for (const row of rows) onRow(row);
      return rows.length;
    } catch (cause) {
      const sqlstate = cause instanceof Error && "code" in cause ? String(cause.code) : "";
      throw new CatalogueError(sqlstate, oneLine(cause), { cause });
    }
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}
