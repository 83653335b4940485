/** A physical replica of a test's own server: a base backup taken through SQL, which follows its primary. */

import type { ChildProcess } from "node:child_process";
import { chownSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../lib/postgres/connect.ts";
import { serverAccount } from "../../lib/postgres/embedded/account.ts";
import { packagedBinaries, runnableBinaries } from "../../lib/postgres/embedded/binaries.ts";
import { databaseUrl, endpointOf, type ServerAddress } from "../../lib/postgres/embedded/database.ts";
import { createHome, dataIn, logIn, removeHome } from "../../lib/postgres/embedded/home.ts";
import { hasEnded, type Installation, launch, shutDown } from "../../lib/postgres/embedded/postmaster.ts";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";

export interface Replica extends ServerAddress {
  url(database: string, user?: string): string;
  /** Waits until it has replayed all that its primary has done. */
  caughtUp(): Promise<void>;
  /** Makes it a server of its own. */
  promote(): Promise<void>;
  /** What happens to its postmaster. */
  signal(signal: NodeJS.Signals): void;
  /** Waits until its postmaster has ended. */
  ended(): Promise<void>;
  /**
   * Starts it again, and does not wait until it lets anybody in.
   * @param settings others, this once
   */
  start(settings?: Readonly<Record<string, string>>): void;
  /** Waits until it lets people in. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 30_000;

export async function replicaOf(primary: EmbeddedServer): Promise<Replica> {
  const account = serverAccount();
  const home = createHome(account);
  await copyOf(primary, dataIn(home));
  writeFileSync(join(dataIn(home), "standby.signal"), "");
  if (account)
    for (const name of [".", ...(readdirSync(dataIn(home), { recursive: true }) as string[])])
      chownSync(join(dataIn(home), name), account.uid, account.gid);
  const installation = { account, home, binaries: runnableBinaries(packagedBinaries(), account, join(home, "native")) };
  const replica = new Standby(primary, installation);
  replica.start();
  await replica.ready();
  return replica;
}

class Standby implements Replica {
  readonly host: string;
  readonly port = 5432;
  readonly user: string;
  readonly #primary: EmbeddedServer;
  readonly #installation: Installation;
  readonly #settings: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;

  constructor(primary: EmbeddedServer, installation: Installation) {
    this.host = installation.home;
    this.user = primary.user;
    this.#primary = primary;
    this.#installation = installation;
    this.#settings = {
      ...{ fsync: "off", shared_buffers: "16MB", max_connections: "50", wal_level: "logical" },
      ...{ port: "5432", listen_addresses: "", unix_socket_directories: this.host },
      primary_conninfo: `host=${primary.host} port=${primary.port} user=${primary.user}`,
    };
  }

  url(database: string, user = this.user): string {
    return databaseUrl({ host: this.host, port: this.port, user }, database);
  }

  async caughtUp(): Promise<void> {
    // What has been committed is not written yet: a commit of the suite's servers waits for no disk.
    const [row] = await rowsOf(this.#primary, "SELECT pg_current_wal_insert_lsn()::text AS at");
    const sql = `SELECT pg_last_wal_replay_lsn() >= '${row?.at}' AS done`;
    await until("it follows", async () => (await rowsOf(this, sql))[0]?.done === true);
  }

  async promote(): Promise<void> {
    await rowsOf(this, "SELECT pg_promote()");
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  ended(): Promise<void> {
    return until("it ends", async () => this.#child === undefined || hasEnded(this.#child));
  }

  start(settings: Readonly<Record<string, string>> = {}): void {
    this.#child = launch(this.#installation, { ...this.#settings, ...settings });
  }

  async ready(): Promise<void> {
    await until("it lets people in", async () => {
      // What its predecessor left in memory may be in use for a moment longer.
      if (!this.#child || hasEnded(this.#child)) this.start();
      return connect(endpointOf(this)).then(
        (client) => client.end().then(() => true),
        () => false,
      );
    }).catch((cause: unknown) => {
      const said = readFileSync(logIn(this.host), "utf8").trimEnd().split("\n").slice(-10);
      throw new Error(`a replica does not start:\n${said.join("\n")}`, { cause });
    });
  }

  async stop(): Promise<void> {
    if (this.#child) await shutDown(this.host, this.#child);
    removeHome(this.host);
  }
}

/** The files of a running server, as pg_basebackup would have them. */
async function copyOf(primary: EmbeddedServer, to: string): Promise<void> {
  const client = await connect(endpointOf(primary));
  try {
    const [start, stop] =
      primary.major >= 15
        ? ["pg_backup_start('replica', true)", "pg_backup_stop(false)"]
        : ["pg_start_backup('replica', true, false)", "pg_stop_backup(false, false)"];
    // Others make checkpoints meanwhile: what the replica has not read yet must not be removed.
    await client.query(`ALTER SYSTEM SET wal_keep_size = '1GB'`);
    await client.query("SELECT pg_reload_conf()");
    await client.query(`SELECT ${start}`);
    copyInto(primary.dataDirectory, to);
    const { rows } = await client.query<{ label: string }>(`SELECT labelfile AS label FROM ${stop}`);
    writeFileSync(join(to, "backup_label"), rows[0]?.label ?? "");
    rmSync(join(to, "postmaster.pid"), { force: true });
  } finally {
    await client.end();
  }
}

/** Not the WAL, which the replica asks for; what goes meanwhile goes in the WAL, too. */
function copyInto(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    try {
      if (entry.isDirectory()) copyInto(source, target);
      else if (basename(from) !== "pg_wal") copyFileSync(source, target);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
}

async function rowsOf(server: ServerAddress, sql: string) {
  const client = await connect(endpointOf(server));
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + START_LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await sleep(20);
  }
}
