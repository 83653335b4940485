/** Databases on a throw-away server. */

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
  administer(server, `CREATE DATABASE ${ident(name)} TEMPLATE ${ident(template)}`);

/** Drops a database and whatever connection is still open to it. */
export const dropDatabase = (server: ServerAddress, name: string): Promise<void> =>
  administer(server, `DROP DATABASE IF EXISTS ${ident(name)} WITH (FORCE)`);

async function administer(server: ServerAddress, statement: string): Promise<void> {
  const client = await connect(endpointOf(server));
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
