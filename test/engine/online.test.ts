/** With `--online`, both ways, on rows: no step reads, builds or writes anew what others wait for meanwhile. */

import { afterAll, describe, expect, it } from "vitest";
import type { PlanStep } from "../../lib/core/plan.ts";
import { planBetween } from "../../lib/engine/plan.ts";
import { withParser } from "../../lib/engine/renames.ts";
import { fingerprint } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { lockedWork } from "../support/locked-work.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

interface Way {
  readonly steps: readonly PlanStep[];
  /** The work that was done while others waited. */
  readonly locked: readonly string[];
}

/** @param rows put into the actual schema */
async function played(actual: string, expected: string, rows = ""): Promise<Way> {
  const [database, wanted] = [await pool.take(), await pool.take()];
  try {
    await database.sql(`${actual}; ${rows}`);
    await wanted.sql(expected);
    const sides = { expected: await wanted.snapshot(), actual: await database.snapshot() };
    const asked = { rules: [], at: "2026-11-30" };
    const { steps } = planBetween(KINDS, sides, {}, asked, await withParser({}), true).up;
    const locked = await lockedWork(database, steps);
    expect(fingerprint(await database.reread()), steps.map(({ sql }) => sql).join(";\n")).toBe(
      fingerprint(sides.expected),
    );
    return { steps, locked };
  } finally {
    await pool.giveBack(database);
    await pool.giveBack(wanted);
  }
}

const sqlOf = ({ steps }: Way): string => steps.map(({ sql }) => sql).join(";\n");

describe("NOT NULL", () => {
  const table = (said: string, also = "") => `CREATE TABLE orders (id int${said}, note text, "Shop" int${also})`;
  const ROWS = `INSERT INTO orders VALUES (1, 'kept', 2)`;
  const CHECKED = ", CONSTRAINT filled CHECK (id IS NOT NULL)";
  const MORE = `, CONSTRAINT filled CHECK (id > 0 AND "Shop" > 0 AND (id IS NOT NULL AND "Shop" IS NOT NULL))`;

  it.each([
    ["stays", table("", CHECKED), table(" NOT NULL", CHECKED)],
    ["goes", table("", CHECKED), table(" NOT NULL")],
    ["comes", table(""), table(" NOT NULL", CHECKED)],
    ["is validated", `${table("")}; ALTER TABLE orders ADD${CHECKED.slice(1)} NOT VALID`, table(" NOT NULL", CHECKED)],
    ["becomes another", table("", CHECKED), table(" NOT NULL", ", CONSTRAINT filled CHECK (id > 0)")],
    ["says more, and of two columns", table("", MORE), table(" NOT NULL", ` NOT NULL`)],
    ["goes as a primary key comes", table("", CHECKED), table(" PRIMARY KEY")],
    [
      "is that of a partitioned table",
      `${table("", CHECKED)} PARTITION BY RANGE ("Shop"); CREATE TABLE few PARTITION OF orders FOR VALUES FROM (0) TO (9)`,
      `${table(" NOT NULL")} PARTITION BY RANGE ("Shop"); CREATE TABLE few PARTITION OF orders FOR VALUES FROM (0) TO (9)`,
    ],
  ])("is what a check has proved that %s", async (_what, actual, expected) => {
    const there = await played(actual, expected, ROWS);
    expect(there.locked).toEqual([]);
    expect(sqlOf(there)).not.toContain("driftwatch_not_null");
    const set = there.steps.filter(({ sql }) => sql.includes("SET NOT NULL"));
    expect(set.map(({ hazards, risk }) => [hazards, risk])).toEqual(set.map(() => [["access-exclusive-lock"], "safe"]));
    expect((await played(expected, actual, ROWS)).locked).toEqual([]);
  });

  it.each([
    ["of which not all is asked", ", CONSTRAINT filled CHECK (id IS NOT NULL OR note IS NOT NULL)"],
    ["of another column", ", CONSTRAINT filled CHECK (note IS NOT NULL)"],
    ["that children are free of", ", CONSTRAINT filled CHECK (id IS NOT NULL) NO INHERIT"],
    ["that goes with another column", `, other int, CONSTRAINT filled CHECK (id IS NOT NULL AND other > 0)`, ""],
  ])("is proved by a check of its own beside one %s", async (_what, check, left = check) => {
    const there = await played(table("", check), table(" NOT NULL", left), ROWS);
    expect(there.locked).toEqual([]);
    expect(sqlOf(there)).toContain("driftwatch_not_null");
  });

  it("is not taken for proved by what goes and speaks of columns by the names they had", async () => {
    const actual = `CREATE TABLE orders (identifier int, shop int, CONSTRAINT filled CHECK (identifier > 0 AND shop IS NOT NULL))`;
    const expected = `CREATE TABLE orders (identifiers int, shop int NOT NULL)`;
    const there = await played(actual, expected, "INSERT INTO orders VALUES (1, 2)");
    expect(there.locked).toEqual([]);
    expect(sqlOf(there)).toMatch(/RENAME COLUMN.*driftwatch_not_null/s);
  });

  it("is proved for a row that has an empty field", async () => {
    const made = (said: string) => `CREATE TYPE place AS (x int, y int); CREATE TABLE orders (at place${said})`;
    const rows = "INSERT INTO orders VALUES (ROW(1, NULL))";
    expect(await played(made(""), made(" NOT NULL"), rows)).toMatchObject({ locked: [] });
    const checked = made(" CHECK (at IS DISTINCT FROM NULL)");
    expect(sqlOf(await played(checked, made(" NOT NULL"), rows))).not.toContain("driftwatch_not_null");
  });
});
