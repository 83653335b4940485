/** Law 3 on other people's scripts: what a statement changes is taken back and done again, and nothing else is different. */

import type pg from "pg";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { diff } from "../../lib/index.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { verdictOn } from "../support/verdict.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";
import { statementsIn } from "./script.ts";

export interface Played {
  /** After how many statements the schema was read, and how many of those had changed it. */
  read: number;
  changed: number;
  /** One for each thing that was wrong. */
  readonly wrong: string[];
}

/** Plays a script, statement by statement, as its writer would, with those that fail left out. */
export async function playScript(database: WatchedDatabase, script: string): Promise<Played> {
  const played: Played = { read: 0, changed: 0, wrong: [] };
  const client = await writer(database);
  try {
    let [before, inTransaction] = [await database.reread(), false];
    for (const sql of statementsIn(script)) {
      const hasRun = await runs(client, sql);
      if (/^(begin|start\s+transaction)\b/i.test(sql)) inTransaction = true;
      if (/^(commit|end|abort|rollback)\b(?!\s+(to|prepared))/i.test(sql)) inTransaction = false;
      if (!hasRun || inTransaction || !MAY_CHANGE.test(sql)) continue;
      const tell = (what: string): unknown => played.wrong.push(`${what}\n  after ${sql}`);
      played.read += 1;
      const after = await database.reread();
      const unseen = [...after.unmodelled, ...after.unreadable];
      if (unseen.length > 0) tell(`unseen: ${JSON.stringify(unseen)}`);
      if (diff(before, after).length > 0) {
        played.changed += 1;
        const back = await put(database, before, after, (what) => tell(`taken back: ${what}`));
        before = back ? ((await put(database, after, back, (what) => tell(`done again: ${what}`))) ?? back) : after;
      } else before = after;
    }
  } finally {
    await client.end();
  }
  return played;
}

/** What only asks, or only writes rows, is not looked at. */
const MAY_CHANGE =
  /^(?!select|insert|update|delete|table\b|values|with\b|set\b|reset|show|declare|fetch|close|explain|analyze|vacuum)/i;

async function writer(database: WatchedDatabase): Promise<pg.Client> {
  const client = await connect(database.endpoint);
  await client.query("SET client_min_messages = error; SET statement_timeout = '10s'");
  return client;
}

const runs = (client: pg.Client, sql: string): Promise<boolean> =>
  client.query(sql).then(
    () => true,
    () => false,
  );

/** Brings the database from one state to the other; undefined where it stays as it is. */
async function put(
  database: WatchedDatabase,
  to: Snapshot,
  from: Snapshot,
  tell: (what: string) => unknown,
): Promise<Snapshot | undefined> {
  const { statements, manual } = verdictOn(to, from).remediation;
  const texts = statements.map(({ sql }) => sql);
  try {
    await database.sql("BEGIN; SET LOCAL lock_timeout = '3s'; SET LOCAL client_min_messages = error");
    await database.run([...texts, "COMMIT"]);
  } catch (cause) {
    await database.sql("ROLLBACK");
    tell(cause instanceof Error ? cause.message : String(cause));
    return undefined;
  }
  const reached = await database.reread();
  const remains = manual.length > 0 ? [] : diff(to, reached);
  if (remains.length > 0)
    tell(
      `${remains.map(({ verb, address }) => `${verb} ${address}`).join(", ")} remains after\n  ${texts.join(";\n  ")}`,
    );
  return reached;
}
