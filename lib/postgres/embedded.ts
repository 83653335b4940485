/**
 * A throw-away PostgreSQL server, for the demo, the tests and the replay of migrations: started in a second and gone
 * without a trace.
 */

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, copyFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import { connect } from "./connect.ts";
import { type Account, serverAccount } from "./embedded/account.ts";
import { packagedBinaries, runnableBinaries } from "./embedded/binaries.ts";
import { databaseUrl, endpointOf, type ServerAddress } from "./embedded/database.ts";
import { createHome, dataIn, reapHomes, removeHome } from "./embedded/home.ts";
import { hasEnded, type Installation, initialise, launch, logged, shutDown } from "./embedded/postmaster.ts";
import { isSocket } from "./endpoint.ts";

export interface ServerOptions {
  /** A directory with `initdb` and `postgres`; by default that of the npm package for this platform. */
  readonly binaries?: string;
  /**
   * What `initdb` is told of the locale: `["--locale=C"]`.
   * @default - C.UTF-8, or C where the system lacks it
   */
  readonly locale?: readonly string[];
  /** Server settings, on top of those that make a server fast and careless. */
  readonly settings?: Readonly<Record<string, string>>;
  /** `postgres` by default. No password: whoever reaches the server is superuser. */
  readonly superuser?: string;
  /** PEM files; the server then listens on loopback and accepts TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** A unix socket by default, which no port can clash with and no other user reach. Windows has only loopback. */
  readonly listen?: "socket" | "loopback";
}

export interface EmbeddedServer extends ServerAddress {
  /** `server_version_num / 10000`. */
  readonly major: number;
  readonly dataDirectory: string;
  /** A URL that `pg`, `psql` and other libpq programs understand; of the database `postgres` unless named. */
  connectionString(database?: string): string;
  /** Ends the server and removes its files. May be called again. */
  stop(): Promise<void>;
}

const SETTINGS: Readonly<Record<string, string>> = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "16MB",
  wal_level: "logical",
  max_connections: "50",
  timezone: "UTC",
  log_timezone: "UTC",
};

const START_LIMIT_MS = 30_000;
const PORT_ATTEMPTS = 5;

/** Starts a server of its own data. It ends with `stop()`, and at the latest with this process. */
export async function startServer(options: ServerOptions = {}): Promise<EmbeddedServer> {
  try {
    const account = serverAccount();
    await reapHomes(account);
    return await startIn(createHome(account), account, options);
  } catch (cause) {
    if (cause instanceof DriftwatchError) throw cause;
    const got = `no throw-away server could be set up: ${oneLine(cause)}`;
    throw new DriftwatchError("scratch-failed", got, "check that temporary files can be written", { cause });
  }
}

async function startIn(home: string, account: Account | undefined, options: ServerOptions): Promise<EmbeddedServer> {
  try {
    const found = options.binaries ?? packagedBinaries();
    const installation = { home, account, binaries: runnableBinaries(found, account, join(home, "native")) };
    await initialise(installation, options.superuser ?? "postgres", options.locale);
    return await start(installation, options);
  } catch (cause) {
    removeHome(home);
    throw cause;
  }
}

async function start(installation: Installation, options: ServerOptions): Promise<EmbeddedServer> {
  const { home } = installation;
  const tcp = options.listen === "loopback" || options.tls !== undefined || process.platform === "win32";
  const tls = options.tls ? tlsSettings(installation, options.tls) : {};
  const user = options.superuser ?? "postgres";
  for (let attempt = 1; ; attempt += 1) {
    const address = { user, host: tcp ? "127.0.0.1" : home, port: tcp ? await freePort() : 5432 };
    const child = launch(installation, { ...SETTINGS, ...options.settings, ...tls, ...place(address) });
    try {
      return serverAt(address, home, child, await untilReady(address, home, child));
    } catch (cause) {
      await shutDown(home, child);
      if (!logged(home).includes("Address already in use") || attempt === PORT_ATTEMPTS) throw cause;
    }
  }
}

const place = ({ host, port }: ServerAddress): Readonly<Record<string, string>> => ({
  port: String(port),
  listen_addresses: isSocket(host) ? "" : host,
  unix_socket_directories: isSocket(host) ? host : "",
});

/** The server insists that it owns its key and that nobody else can read it. */
function tlsSettings({ home, account }: Installation, tls: NonNullable<ServerOptions["tls"]>) {
  const ours = { ssl_cert_file: join(home, "server.crt"), ssl_key_file: join(home, "server.key") };
  copyFileSync(tls.certificate, ours.ssl_cert_file);
  copyFileSync(tls.key, ours.ssl_key_file);
  for (const file of Object.values(ours)) {
    chmodSync(file, 0o600);
    if (account) chownSync(file, account.uid, account.gid);
  }
  return { ssl: "on", ...ours };
}

/** A port the kernel calls free; another process may take it first, so a clash is tried again. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

/** Waits until the server answers, and returns its major version. */
async function untilReady(address: ServerAddress, home: string, child: ChildProcess): Promise<number> {
  const end = Date.now() + START_LIMIT_MS;
  while (!hasEnded(child) && Date.now() < end) {
    const major = await majorOf(address, home);
    if (major !== undefined) return major;
    await sleep(20);
  }
  const problem = hasEnded(child) ? "ended at once" : `did not answer within ${START_LIMIT_MS / 1_000} s`;
  throw new DriftwatchError(
    "scratch-failed",
    `the throw-away server ${problem}; its log ends: ${logged(home)}`,
    "see what the log says",
  );
}

/** The major version once the server answers, and is the one that lives in `home`: on a port it may be someone else's. */
async function majorOf(address: ServerAddress, home: string): Promise<number | undefined> {
  const client = await connect(endpointOf(address)).catch(() => undefined);
  if (client === undefined) return undefined;
  try {
    const sql =
      "SELECT current_setting('data_directory') AS data, current_setting('server_version_num')::int AS version";
    const { rows } = await client.query<{ data: string; version: number }>(sql);
    const row = rows[0];
    return row && resolve(row.data) === resolve(dataIn(home)) ? Math.floor(row.version / 10_000) : undefined;
  } finally {
    await client.end();
  }
}

function serverAt(address: ServerAddress, home: string, child: ChildProcess, major: number): EmbeddedServer {
  let stopped: Promise<void> | undefined;
  return {
    ...address,
    major,
    dataDirectory: dataIn(home),
    connectionString: (database = "postgres") => databaseUrl(address, database),
    stop: () => {
      stopped ??= shutDown(home, child).then(() => removeHome(home));
      return stopped;
    },
  };
}
