/** Real tools at work on databases of the run's server, and what we make of what they leave behind. */

import { execFile, spawnSync } from "node:child_process";
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inject } from "vitest";
import type { LedgerReport } from "../../lib/core/ledger.ts";
import { DEFAULT_PROFILES } from "../../lib/core/profile.ts";
import { EVERYTHING, type Snapshot } from "../../lib/core/snapshot.ts";
import { takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { judge } from "../../lib/migrations/incidents.ts";
import { readLedger } from "../../lib/migrations/ledger-reading.ts";
import { liveOf } from "../../lib/migrations/live.ts";
import { openProject, type ProjectOptions } from "../../lib/migrations/project.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { createDatabase, databaseUrl, dropDatabase, endpointOf } from "../../lib/postgres/embedded/database.ts";
import { openScript } from "../../lib/postgres/script.ts";
import { openSession } from "../../lib/postgres/session.ts";

export const folder = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** An interpreter that has Django and Alembic: Debian's own, where several are installed. */
export function python(): string {
  const has = (program: string) => spawnSync(program, ["-c", "import django, alembic, psycopg2"]).status === 0;
  const found = ["/usr/bin/python3", "python3"].find(has);
  if (found === undefined)
    throw new Error(
      "no python3 has Django and Alembic: install Debian's python3-django, python3-alembic and python3-psycopg2",
    );
  return found;
}

export async function replayOf(name: string, options: Partial<ProjectOptions> = {}): Promise<Snapshot> {
  const scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres") });
  try {
    const scope = { ...EVERYTHING, profiles: DEFAULT_PROFILES };
    return await replay(
      KINDS,
      openProject(isAbsolute(name) ? name : folder(name), { placeholders: {}, ...options }),
      scratch,
      { scope },
    );
  } finally {
    await scratch.close();
  }
}

export interface LiveDatabase {
  readonly name: string;
  readonly url: string;
  sql(text: string): Promise<void>;
  drop(): Promise<void>;
}

let created = 0;

/** @param template the database it begins as */
export async function liveDatabase(template?: LiveDatabase): Promise<LiveDatabase> {
  const server = inject("server");
  created += 1;
  const name = `tools_${process.pid}_${process.env.VITEST_WORKER_ID ?? "0"}_${created}`;
  await createDatabase(server, name, template?.name);
  return {
    name,
    url: databaseUrl(server, name),
    async sql(text) {
      const connection = await openScript(endpointOf(server, name));
      await connection.run(text).finally(() => connection.close());
    },
    drop: () => dropDatabase(server, name),
  };
}

/** Runs a program in a folder, with what libpq's programs and these tools read of the environment. */
export const run = async (...words: Parameters<typeof output>): Promise<void> => void (await output(...words));

/** The same; what it prints. */
export async function output(
  program: string,
  args: readonly string[],
  cwd: string,
  database: LiveDatabase,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { host, port, user } = inject("server");
  const place = {
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database.name,
    DATABASE_URL: database.url,
  };
  const { stdout } = await promisify(execFile)(program, [...args], { cwd, env: { ...process.env, ...place, ...env } });
  return stdout;
}

/** The tables of a database, but for the system's. */
export async function tablesOf({ name }: LiveDatabase): Promise<string[]> {
  const session = await openSession(endpointOf(inject("server"), name));
  const found: string[] = [];
  try {
    await session.read("SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND oid >= 16384", (row) =>
      found.push(String(row.name)),
    );
    return found;
  } finally {
    await session.close();
  }
}

export async function reportOn(expected: Snapshot, database: LiveDatabase): Promise<LedgerReport> {
  const history = expected.history!;
  const live = await takeSnapshot(database.url, { without: ["owner"] });
  const session = await openSession(endpointOf(inject("server"), database.name));
  try {
    const ledger = await readLedger(session, history.layout, history.migrations);
    return judge(history, ledger, liveOf(KINDS, live));
  } finally {
    await session.close();
  }
}

const IN_ORDER = ["applied", "superseded", "unverifiable", "pending"];

/** What is not as it should be, by migration. */
export const incidents = ({ migrations }: LedgerReport): Record<string, string> =>
  Object.fromEntries(migrations.filter(({ state }) => !IN_ORDER.includes(state)).map(({ id, state }) => [id, state]));
