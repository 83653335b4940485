/** A physical replica of a test's own server: a base backup taken through SQL, which follows its primary. */

import { chownSync, cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../lib/postgres/connect.ts";
import { serverAccount } from "../../lib/postgres/embedded/account.ts";
import { packagedBinaries, runnableBinaries } from "../../lib/postgres/embedded/binaries.ts";
import { databaseUrl, endpointOf, type ServerAddress } from "../../lib/postgres/embedded/database.ts";
import { createHome, dataIn, logIn, removeHome } from "../../lib/postgres/embedded/home.ts";
import { launch, shutDown } from "../../lib/postgres/embedded/postmaster.ts";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";

export interface Replica {
  url(database: string, user?: string): string;
  /** Waits until it has replayed all that its primary has done. */
  caughtUp(): Promise<void>;
  /** Makes it a server of its own. */
  promote(): Promise<void>;
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
  const binaries = runnableBinaries(packagedBinaries(), account, join(home, "native"));
  const child = launch(
    { home, binaries, account },
    {
      ...{ fsync: "off", shared_buffers: "16MB", max_connections: "50", wal_level: "logical" },
      ...{ port: "5432", listen_addresses: "", unix_socket_directories: home },
      primary_conninfo: `host=${primary.host} port=${primary.port} user=${primary.user}`,
    },
  );
  const address: ServerAddress = { host: home, port: 5432, user: primary.user };
  await until(`${logIn(home)} says why it does not start`, async () =>
    connect(endpointOf(address)).then(
      (client) => client.end().then(() => true),
      () => false,
    ),
  );
  return {
    url: (database, user = primary.user) => databaseUrl({ ...address, user }, database),
    caughtUp: async () => {
      const [row] = await rowsOf(primary, "SELECT pg_current_wal_lsn()::text AS at");
      const sql = `SELECT pg_last_wal_replay_lsn() >= '${row?.at}' AS done`;
      await until("it follows", async () => (await rowsOf(address, sql))[0]?.done === true);
    },
    promote: async () => void (await rowsOf(address, "SELECT pg_promote()")),
    stop: async () => {
      await shutDown(home, child);
      removeHome(home);
    },
  };
}

/** The files of a running server, as pg_basebackup would have them. */
async function copyOf(primary: EmbeddedServer, to: string): Promise<void> {
  const client = await connect(endpointOf(primary));
  try {
    const [start, stop] =
      primary.major >= 15
        ? ["pg_backup_start('replica', true)", "pg_backup_stop(false)"]
        : ["pg_start_backup('replica', true, false)", "pg_stop_backup(false, false)"];
    await client.query(`SELECT ${start}`);
    cpSync(primary.dataDirectory, to, { recursive: true, verbatimSymlinks: true });
    const { rows } = await client.query<{ label: string }>(`SELECT labelfile AS label FROM ${stop}`);
    writeFileSync(join(to, "backup_label"), rows[0]?.label ?? "");
    rmSync(join(to, "postmaster.pid"), { force: true });
  } finally {
    await client.end();
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
