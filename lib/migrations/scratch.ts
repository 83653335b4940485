/** A database to replay migrations on: of a throw-away server, or made on a server of the user's and dropped after. */

import { DriftwatchError } from "../core/errors.ts";
import { ident } from "../core/sql.ts";
import { installedBinaries } from "../postgres/embedded/binaries.ts";
import { createDatabase, endpointOf, type ServerAddress } from "../postgres/embedded/database.ts";
import { fetchedBinaries } from "../postgres/embedded/fetched.ts";
import { startServer } from "../postgres/embedded.ts";
import { type Endpoint, parseDatabaseUrl } from "../postgres/endpoint.ts";
import { openScript, ScriptError } from "../postgres/script.ts";

export interface Scratch {
  readonly endpoint: Endpoint;
  /** Whether it is nobody's, so that roles may be made on it. */
  readonly ours: boolean;
  /** Leaves nothing behind. */
  close(): Promise<void>;
}

export interface ScratchOptions {
  /** A server on which a database may be created; undefined = an embedded one. */
  readonly url?: string;
  /** Of the embedded server; undefined = the one that is installed, else the newest. */
  readonly major?: number;
}

const NEWEST = 18;

/** @throws DriftwatchError `scratch-failed` */
export const openScratch = ({ url, major }: ScratchOptions): Promise<Scratch> =>
  url === undefined ? embedded(major) : onServer(url);

async function embedded(major: number | undefined): Promise<Scratch> {
  const installed = installedBinaries();
  const here = installed !== undefined && (major === undefined || installed.major === major);
  const binaries = here ? installed.directory : await fetchedBinaries(major ?? NEWEST);
  // What the server says is read here and there, and always in English.
  const server = await startServer({ binaries, settings: { lc_messages: "C" } });
  const address: ServerAddress = server;
  await createDatabase(address, "replay");
  return { endpoint: endpointOf(address, "replay"), ours: true, close: () => server.stop() };
}

/** How many databases of one process there may be on a server. */
const NAMES = 1_000;
const DUPLICATE_DATABASE = "42P04";

async function onServer(url: string): Promise<Scratch> {
  const endpoint = parseDatabaseUrl(url);
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
      const close = async () => {
        const again = await openScript(endpoint);
        await again.run(`DROP DATABASE IF EXISTS ${ident(database)} WITH (FORCE)`).finally(() => again.close());
      };
      return { endpoint: { ...endpoint, database }, ours: false, close };
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
