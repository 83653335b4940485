/** A check through PgBouncer, whose pool hands the one connection to the server to whoever begins a transaction. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { serverAccount } from "../../lib/postgres/embedded/account.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { end } from "../support/moto.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

const directory = mkdtempSync(join(tmpdir(), "driftwatch-pgbouncer-"));
let database: FreshDatabase;
let pooler: ChildProcess;
let pooled: string;
let watched: Watch;
/** Another client of the pool. */
let neighbour: pg.Client;

/** What a neighbour leaves on the connection: none of it may change what is read. */
const LEFT_BEHIND = [
  ...["search_path = app", "DateStyle = 'SQL, DMY'", "IntervalStyle = 'iso_8601'", "bytea_output = 'escape'"],
  ...["lock_timeout = '7s'", "quote_all_identifiers = on", "standard_conforming_strings = off"],
];

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(`
    CREATE SCHEMA app;
    CREATE TABLE app.orders (id int PRIMARY KEY, placed date DEFAULT '2026-02-01', wait interval DEFAULT '1 day');
    CREATE VIEW app.late AS SELECT id FROM app.orders WHERE placed < '2026-01-02'::date`);
  const port = await freePort();
  pooler = startPooler(port);
  await listening(port);
  pooled = `postgres://watcher@127.0.0.1:${port}/pooled?sslmode=disable`;
  neighbour = new pg.Client({ connectionString: pooled });
  await neighbour.connect();
  watched = watch(pooled);
});

afterAll(async () => {
  watched?.end();
  await neighbour?.end();
  if (pooler) await end(pooler);
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

/** It refuses to run as root, as the server does. */
function startPooler(port: number): ChildProcess {
  const { host, port: serverPort, user } = inject("server");
  const file = join(directory, "pgbouncer.ini");
  const lines = [
    ...["[databases]", `pooled = host=${host} port=${serverPort} dbname=${database.name} user=${user}`, "[pgbouncer]"],
    ...[`listen_addr = 127.0.0.1`, `listen_port = ${port}`, "unix_socket_dir =", "auth_type = any"],
    ...["pool_mode = transaction", "default_pool_size = 1"],
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  const account = serverAccount();
  if (account) for (const path of [directory, file]) chownSync(path, account.uid, account.gid);
  return spawn("pgbouncer", ["-q", file], { ...account, stdio: "ignore" });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

async function listening(port: number): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until; await sleep(50)) {
    if (pooler.exitCode !== null) throw new Error("pgbouncer ended at once: apt-get install pgbouncer");
    const socket = connect(port, "127.0.0.1");
    const open = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
  }
  throw new Error("pgbouncer did not answer");
}

it("refuses what a check must therefore not ask for at the start", async () => {
  const client = new pg.Client({ connectionString: pooled, lock_timeout: 300 });
  client.on("error", () => undefined);
  await expect(client.connect()).rejects.toThrow(/unsupported startup parameter/);
});

it("lets a check see what one sees that is connected directly, whatever others have left on the connection", async () => {
  for (const setting of LEFT_BEHIND) await neighbour.query(`SET ${setting}`);
  const first = await watched.check();
  expect(first.status).toBe("NOT_CHECKED");
  const direct = watch(database.url);
  expect((await direct.check()).fingerprint.actual).toBe(first.fingerprint.actual);
  direct.end();
  watched.accept(first);
  expect(await watched.check()).toMatchObject({ status: "IN_SYNC", unmoved: false });
  expect(await watched.check()).toMatchObject({ status: "IN_SYNC", unmoved: true });
});

it("lets drift be found, and finds nothing of ours on the connection afterwards", async () => {
  await database.sql("ALTER TABLE app.orders ALTER COLUMN wait SET DEFAULT '2 days'");
  expect(await watched.check()).toMatchObject({
    status: "DRIFTED",
    findings: [{ code: "column.default.altered", address: "column:app.orders.wait" }],
  });
  const { rows } = await neighbour.query(
    "SELECT current_setting('lock_timeout') AS wait, current_setting('search_path') AS path, " +
      "(SELECT count(*)::int4 FROM pg_prepared_statements) AS prepared, current_setting('transaction_read_only') AS ro",
  );
  expect(rows).toEqual([{ wait: "7s", path: "app", prepared: 0, ro: "off" }]);
});
