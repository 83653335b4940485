/** What running each sort of statement means, on real SQL: every row of the matrix, and what it leaves open. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RemediationStatement, remediate } from "../../lib/index.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { runMeasured } from "../support/locks.ts";
import { ensureRoles } from "../support/roles.ts";
import { OF_OTHERS } from "./risk-gaps.ts";
import { OF_TABLES } from "./risk-gaps-of-tables.ts";
import { MATRIX, type Row, SCHEMA } from "./risk-matrix.ts";

const pool = new DatabasePool();

beforeAll(() => ensureRoles());
afterAll(() => pool.close());

const sorted = (words: readonly string[]) => [...words].sort();

/** Rates the way back, and runs it with an eye on its locks. */
async function play({ expected = "", actual = "" }: Row): Promise<readonly RemediationStatement[]> {
  const [wanted, standing] = [await pool.take(), await pool.take()];
  try {
    for (const [database, sql] of [
      [wanted, expected],
      [standing, actual],
    ] as const) {
      await database.sql(SCHEMA);
      await database.sql(sql);
    }
    const { statements, manual } = remediate(await wanted.snapshot(), await standing.snapshot());
    expect(manual).toEqual([]);
    await standing.sql("DELETE FROM app.users");
    expect(await runMeasured(standing, statements, true)).toEqual([]);
    // Whatever is created is given to its owner, who is the same all over.
    return statements.filter(({ sql }) => !sql.endsWith('OWNER TO "postgres"'));
  } finally {
    await pool.giveBack(wanted);
    await pool.giveBack(standing);
  }
}

describe.each([
  ["the matrix", MATRIX],
  ["its gaps around tables", OF_TABLES],
  ["its gaps elsewhere", OF_OTHERS],
])("%s", (_name, rows) => {
  it.each(rows)("$name", async (row) => {
    const statements = await play(row);
    expect(
      statements.map(({ risk, hazards }) => [risk, ...sorted(hazards)]),
      statements.map(({ sql }) => sql).join("\n"),
    ).toEqual(row.rated.map(([risk, ...hazards]) => [risk, ...sorted(hazards)]));
    for (const { reason } of statements) expect(reason).toMatch(/^[a-z][^\n]{15,}[^.\s]$/);
    for (const { risk, suggestion } of statements) if (risk === "danger") expect(suggestion).not.toBeNull();
  });
});
