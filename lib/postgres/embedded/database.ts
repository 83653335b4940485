/** Databases on a throw-away server. */

import type pg from "pg";
import { ident } from "../../core/sql.ts";
import { connect } from "../connect.ts";
import { type Endpoint, isSocket, parseDatabaseUrl } from "../endpoint.ts";

/** How to reach a server. */
export interface ServerAddress {
  /** The directory of the unix socket, or 127.0.0.1. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

/** The URL of a database. `localhost` is overruled by `?host=`; without it most URL parsers refuse to read on. */
export function databaseUrl({ host, port, user }: ServerAddress, database: string): string {
  const socket = isSocket(host) ? `?host=${host.split("/").map(encodeURIComponent).join("/")}` : "";
  const authority = `${encodeURIComponent(user)}@${isSocket(host) ? "localhost" : host}:${port}`;
  return `postgres://${authority}/${encodeURIComponent(database)}${socket}`;
}

/** The same, ready to connect to. */
export const endpointOf = (server: ServerAddress, database = "postgres"): Endpoint =>
  parseDatabaseUrl(databaseUrl(server, database), {});

/** Creates a database, from the untouched `template0` unless told otherwise. */
export const createDatabase = (server: ServerAddress, name: string, template = "template0"): Promise<void> =>
  administer(server, async (client) => {
    const { rows } = await client.query("SELECT current_setting('server_version_num')::int >= 150000 AS chooses");
    // Whole files, where nothing is to be safe from a crash, take a third of the time of a log of every page.
    const strategy = rows[0]?.chooses ? " STRATEGY file_copy" : "";
    await client.query(`CREATE DATABASE ${ident(name)} TEMPLATE ${ident(template)}${strategy}`);
  });

/** Drops a database and whatever connection is still open to it. */
export const dropDatabase = (server: ServerAddress, name: string): Promise<void> =>
  administer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${ident(name)} WITH (FORCE)`));

async function administer(server: ServerAddress, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = await connect(endpointOf(server));
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
