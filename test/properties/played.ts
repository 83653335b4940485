/** Law 3 on one generated schema and one thing that happened to it. */

import { expect } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { classify, diff, fingerprint, remediate } from "../../lib/index.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";

export interface Played {
  readonly statements: readonly string[];
  /** What can happen to each part of it. */
  readonly parts: readonly (readonly string[])[];
  /** Which part something happens to, and what. */
  readonly part: number;
  readonly choice: number;
}

export async function played(database: WatchedDatabase, { statements, parts, part, choice }: Played): Promise<void> {
  await database.run(statements);
  const expected = await database.snapshot();
  expect(expected.unmodelled).toEqual([]);
  const first = part % parts.length;
  // Of the one part first; of the others where it has none that changes anything.
  const inTurn = [...parts.slice(first), ...parts.slice(0, first)].flatMap((own) => rotated(own, choice));
  const mutation = await mutate(database, inTurn, expected);
  const actual = await database.reread();
  const findings = classify(diff(expected, actual), { expected, actual });
  expect(
    findings.map(({ code, address }) => `${code} ${address}`),
    mutation,
  ).toHaveLength(1);
  const repaired = await repair(database, expected, actual, mutation);
  await repair(database, actual, repaired, `the way back from ${mutation}`);
}

const rotated = (list: readonly string[], by: number): readonly string[] => {
  const from = by % list.length;
  return [...list.slice(from), ...list.slice(0, from)];
};

/** The first mutation that PostgreSQL allows and that changes anything. */
async function mutate(database: WatchedDatabase, mutations: readonly string[], before: Snapshot): Promise<string> {
  for (const mutation of mutations) {
    const allowed = await database.sql(mutation).then(
      () => true,
      () => false,
    );
    if (allowed && fingerprint(await database.reread()) !== fingerprint(before)) return mutation;
  }
  throw new Error("no mutation of this schema is allowed");
}

async function repair(
  database: WatchedDatabase,
  expected: Snapshot,
  actual: Snapshot,
  mutation: string,
): Promise<Snapshot> {
  const { statements, manual } = remediate(expected, actual);
  expect(manual, mutation).toEqual([]);
  await database.run(statements.map(({ sql }) => sql)).catch((cause: unknown) => {
    throw new Error(
      `${mutation}: ${cause instanceof Error ? cause.message : cause}\n${statements.map(({ sql }) => sql).join(";\n")}`,
    );
  });
  const repaired = await database.reread();
  expect(
    diff(expected, repaired).map((change) => `${change.verb} ${change.address}`),
    mutation,
  ).toEqual([]);
  return repaired;
}
