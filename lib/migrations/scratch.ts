/** A database to replay migrations on: of a throw-away server, or made on a server of the user's and dropped after. */

import { DriftwatchError } from "../core/errors.ts";
import { ident } from "../core/sql.ts";
import { installedBinaries } from "../postgres/embedded/binaries.ts";
import { createDatabase, databaseUrl, endpointOf, type ServerAddress } from "../postgres/embedded/database.ts";
import { fetchedBinaries } from "../postgres/embedded/fetched.ts";
import { startServer } from "../postgres/embedded.ts";
import { type Endpoint, parseDatabaseUrl } from "../postgres/endpoint.ts";
import { openScript, ScriptError } from "../postgres/script.ts";

export interface Scratch {
  readonly endpoint: Endpoint;
  /** The same as libpq's programs and most drivers understand it. */
  readonly url: string;
  /** Whether it is nobody's, so that roles may be made on it. */
  readonly ours: boolean;
  /** Leaves nothing behind. */
  close(): Promise<void>;
}

export interface ScratchOptions {
  /** A server on which a database may be created; undefined = an embedded one. */
  readonly url?: string | undefined;
  /** The role that runs the migrations; on the embedded server it is made, and may do anything. */
  readonly owner?: string | undefined;
  /** Of the embedded server; undefined = the one that is installed, else the newest. */
  readonly major?: number | undefined;
}

const NEWEST = 18;

/** @throws DriftwatchError `scratch-failed` */
export const openScratch = ({ url, major, owner }: ScratchOptions): Promise<Scratch> =>
  url === undefined ? embedded(major, owner) : onServer(url, owner);

async function embedded(major: number | undefined, owner: string | undefined): Promise<Scratch> {
  const installed = installedBinaries();
  const here = installed !== undefined && (major === undefined || installed.major === major);
  const binaries = here ? installed.directory : await fetchedBinaries(major ?? NEWEST);
  // What the server says is read here and there, and always in English.
  const server = await startServer({ binaries, settings: { lc_messages: "C" } });
  await createDatabase(server, "replay");
  if (owner !== undefined) await administer(endpointOf(server), `CREATE ROLE ${ident(owner)} SUPERUSER LOGIN`);
  const address: ServerAddress = { host: server.host, port: server.port, user: owner ?? server.user };
  const url = databaseUrl(address, "replay");
  return { endpoint: endpointOf(address, "replay"), url, ours: true, close: () => server.stop() };
}

/** How many databases of one process there may be on a server. */
const NAMES = 1_000;
const DUPLICATE_DATABASE = "42P04";

async function onServer(url: string, owner: string | undefined): Promise<Scratch> {
  const endpoint = parseDatabaseUrl(url);
  if (owner !== undefined && owner !== endpoint.user)
    throw new DriftwatchError(
      "bad-argument",
      `the scratch server is entered as ${endpoint.user} and not as ${owner}`,
      "give the URL of the role that is to own what the migrations create",
    );
  const admin = await openScript(endpoint);
  try {
    for (let n = 0; n < NAMES; n++) {
      const database = `driftwatch_replay_${process.pid}_${n}`;
      try {
        await admin.run(`CREATE DATABASE ${ident(database)} TEMPLATE template0`);
      } catch (error) {
        if (error instanceof ScriptError && error.sqlstate === DUPLICATE_DATABASE) continue;
        throw error;
      }
      const close = () => administer(endpoint, `DROP DATABASE IF EXISTS ${ident(database)} WITH (FORCE)`);
      return { endpoint: { ...endpoint, database }, url: urlOf(url, database), ours: false, close };
    }
    throw new Error(`${NAMES} databases are left over`);
  } catch (cause) {
    if (cause instanceof DriftwatchError) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    const got = `no scratch database could be made on the server: ${said}`;
    throw new DriftwatchError("scratch-failed", got, `let ${endpoint.user} create databases: ALTER ROLE … CREATEDB`, {
      cause,
    });
  } finally {
    await admin.close();
  }
}

async function administer(endpoint: Endpoint, statement: string): Promise<void> {
  const connection = await openScript(endpoint);
  await connection.run(statement).finally(() => connection.close());
}

/** The same server's other database. */
function urlOf(text: string, database: string): string {
  const url = new URL(text);
  url.pathname = `/${encodeURIComponent(database)}`;
  url.searchParams.delete("dbname");
  return url.href;
}
