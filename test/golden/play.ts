/**
 * A case both ways: the drift is found and judged as its `findings.json` says, and the remediation, run on the drifted
 * database, brings the fingerprint back. `UPDATE_GOLDEN=1` rewrites the findings.
 */

import { expect } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { relationsOf } from "../../lib/engine/structure/relations.ts";
import { diff, findRenames, fingerprint, judge, type ManualStep, remediate } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import type { DatabasePool } from "../support/database-pool.ts";
import { runMeasured } from "../support/locks.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";
import { type GoldenCase, type Judgement, readFindings, sections, writeFindings } from "./golden-case.ts";

/** Plays a case on databases of the pool. */
export async function playCase(golden: GoldenCase, pool: Pick<DatabasePool, "take" | "giveBack">): Promise<void> {
  const databases: WatchedDatabase[] = [];
  const open = async (): Promise<WatchedDatabase> => {
    const database = await pool.take();
    databases.push(database);
    return database;
  };
  try {
    const found = await play(golden, open);
    if (process.env.UPDATE_GOLDEN) writeFindings(golden, found);
    expect(found).toEqual(readFindings(golden));
    expect([found.drifted.findings.length, found.reversed.findings.length], "number of findings").toEqual([
      golden.mutations,
      golden.reverseMutations,
    ]);
  } finally {
    for (const database of databases) await pool.giveBack(database);
  }
}

async function play(golden: GoldenCase, open: () => Promise<WatchedDatabase>) {
  const actual = await open();
  await run(actual, golden.setup);
  // Where the setup is all that is expected, one database is first the expected one and then the actual.
  const expected = golden.expected === "" && !golden.apart ? actual : await open();
  if (expected !== actual) await run(expected, golden.setup);
  await run(expected, golden.expected);
  const wanted = await expected.reread();
  const stamp = await actual.stamp();
  await run(actual, golden.actual);
  expect(await actual.stamp(), "the stamp moves").not.toBe(stamp);
  const drift = await actual.reread();

  const forth = await judged(wanted, drift);
  const repaired = await repair(actual, wanted, drift);
  const back = await judged(drift, wanted);
  if (golden.oneWay) return { drifted: forth, reversed: back };
  const other = await expectedAgain(golden, { actual, expected, wanted, repaired }, open);
  await repair(other.database, drift, other.state);
  return { drifted: forth, reversed: back };
}

/** A database in the expected state: the one that has just been repaired, if it was; else one made anew. */
async function expectedAgain(
  golden: GoldenCase,
  {
    actual,
    expected,
    wanted,
    repaired,
  }: { actual: WatchedDatabase; expected: WatchedDatabase; wanted: Snapshot; repaired: Snapshot },
  open: () => Promise<WatchedDatabase>,
): Promise<{ database: WatchedDatabase; state: Snapshot }> {
  if (expected !== actual) return { database: expected, state: wanted };
  if (fingerprint(repaired) === fingerprint(wanted)) return { database: actual, state: repaired };
  const database = await open();
  await run(database, golden.setup);
  return { database, state: await database.reread() };
}

async function judged(expected: Snapshot, actual: Snapshot): Promise<Judgement> {
  const changes = diff(expected, actual);
  expect(changes.length > 0, "fingerprints are equal exactly when the diff is empty").toBe(
    fingerprint(expected) !== fingerprint(actual),
  );
  const renames = await findRenames(expected, actual);
  const findings = judge(expected, actual, renames);
  for (const { why } of findings) expect(why).not.toBe("");
  return {
    findings: findings.map(({ code, address, severity, consequences, rename }) => ({
      ...{ code, address, severity, consequences: consequences.length },
      ...(rename ? { to: rename.to, by: rename.evidence.by } : {}),
    })),
    manual: remediate(expected, actual, renames).manual.map(({ address, attribute }) =>
      attribute === null ? address : `${address} ${attribute}`,
    ),
  };
}

/** Runs the remediation; what remains must be what it said only a person can do. */
async function repair(database: WatchedDatabase, expected: Snapshot, actual: Snapshot): Promise<Snapshot> {
  const { statements, manual } = remediate(expected, actual, await findRenames(expected, actual));
  expect(await runMeasured(database, statements)).toEqual([]);
  const after = await database.reread();
  const remains = diff(expected, after).map((change) => [
    change.address,
    change.verb === "altered" ? `${change.attribute}: ${JSON.stringify(change.to)}` : change.verb,
  ]);
  const left = (step: ManualStep, [address, what]: readonly string[]) =>
    step.attribute === null
      ? [expected, after].some((side) => relationsOf(KINDS, side).isWithin(address, step.address))
      : step.address === address && what?.startsWith(step.attribute);
  expect(
    remains.filter((change) => !manual.some((step) => left(step, change))),
    `remains after\n${statements.map(({ sql }) => sql).join(";\n")}`,
  ).toEqual([]);
  expect(remains.length > 0).toBe(manual.length > 0);
  return after;
}

async function run(database: WatchedDatabase, sql: string): Promise<void> {
  for (const section of sections(sql)) {
    const done = await database.sql(section.sql).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (section.fails) expect(done, section.sql).toBeInstanceOf(Error);
    else if (done) throw done;
  }
}
