/** A fresh database with sessions on it: snapshots and stamps of it cost no new connection. */

import { inject } from "vitest";
import type { Session } from "../../lib/core/session.ts";
import { EVERYTHING, type Scope, type Snapshot } from "../../lib/core/snapshot.ts";
import { capture } from "../../lib/engine/capture.ts";
import { readStamp } from "../../lib/engine/introspection/stamp.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { openPreparedSession } from "../../lib/postgres/prepared-session.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { type FreshDatabase, freshDatabase, type TestServer } from "./postgres.ts";

export interface WatchedDatabase extends Omit<FreshDatabase, "drop"> {
  /** Read as a monitor reads it. */
  snapshot(): Promise<Snapshot>;
  /** The same, read as a replay reads it: in a third of the time from the second one on. */
  reread(): Promise<Snapshot>;
  stamp(): Promise<string>;
  /** Runs statements one by one; a failure names the statement. */
  run(statements: Iterable<string>): Promise<void>;
  drop(): Promise<void>;
}

/** One memory of texts for a test file: the parser sees each text once. */
const texts = new SqlTexts();

/** @param scope what a snapshot is asked for */
export async function watchedDatabase(
  server: TestServer = inject("server"),
  scope: Scope = EVERYTHING,
): Promise<WatchedDatabase> {
  const database = await freshDatabase(server);
  const session = await openSession(database.endpoint);
  let prepared: Promise<Session> | undefined;
  const captured = async (through: Session) =>
    (await capture(through, KINDS, texts, { scope, now: () => new Date(0), wait: async () => {} })).snapshot;
  const end = async () => {
    await session.close();
    await (await prepared)?.close();
  };
  return {
    ...database,
    snapshot: () => captured(session),
    reread: async () => {
      prepared ??= openPreparedSession(database.endpoint);
      return captured(await prepared);
    },
    stamp: async () => readStamp((await prepared) ?? session, KINDS.asked(scope), { major: server.major }),
    run: async (statements) => {
      for (const statement of statements) await runOne(database, statement);
    },
    close: async () => {
      await end();
      await database.close();
    },
    drop: async () => {
      await end();
      await database.drop();
    },
  };
}

async function runOne(database: FreshDatabase, statement: string): Promise<void> {
  try {
    await database.sql(statement);
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : cause}, at: ${statement}`, { cause });
  }
}
