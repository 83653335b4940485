/** Databases for tests: one each, empty, on the server of the run. */

import type pg from "pg";
import { inject } from "vitest";
import { connect } from "../../lib/postgres/connect.ts";
import {
  createDatabase,
  databaseUrl,
  dropDatabase,
  endpointOf,
  type ServerAddress,
} from "../../lib/postgres/embedded/database.ts";
import type { Endpoint } from "../../lib/postgres/endpoint.ts";
import { DROP_SUBSCRIPTIONS } from "./subscriptions.ts";

export interface FreshDatabase {
  readonly name: string;
  /** Understood by `pg`, `psql` and `pg_dump` alike. */
  readonly url: string;
  readonly endpoint: Endpoint;
  /** Runs SQL as superuser, several statements if need be; returns the rows of the last one. */
  sql(text: string): Promise<pg.QueryResultRow[]>;
  /** Leaves the database to the end of its server. */
  close(): Promise<void>;
  drop(): Promise<void>;
}

let created = 0;

/** A server that tests make databases on. */
export type TestServer = ServerAddress & { readonly major: number };

/** A new database of its own; whoever asks for it drops it. */
export async function freshDatabase(server: TestServer = inject("server")): Promise<FreshDatabase> {
  created += 1;
  // All as long as each other, so that a text which names one is broken into lines in the same places.
  const parts = [process.pid, process.env.VITEST_WORKER_ID ?? 0, created].map((it) => String(it).padStart(7, "0"));
  const name = ["test", ...parts].join("_");
  await createDatabase(server, name);
  const endpoint = endpointOf(server, name);
  const client = await connect(endpoint);
  return {
    name,
    url: databaseUrl(server, name),
    endpoint,
    sql: async (text) => {
      const results = [await client.query(text)].flat();
      return results.at(-1)?.rows ?? [];
    },
    close: () => client.end(),
    drop: async () => {
      await client.query(`ROLLBACK; RESET ROLE; ${DROP_SUBSCRIPTIONS}`);
      await client.end();
      await dropDatabase(server, name);
    },
  };
}
