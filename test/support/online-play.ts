/** A plan, with `--online` or without, run part by part: its steps, what was done under a lock, and what stood in between. */

import { expect } from "vitest";
import { type PlanStep, partsOf } from "../../lib/core/plan.ts";
import { planBetween } from "../../lib/engine/plan.ts";
import { withParser } from "../../lib/engine/renames/renames.ts";
import { fingerprint } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import type { DatabasePool } from "./database-pool.ts";
import { lockedWork } from "./locked-work.ts";

export interface Way {
  readonly steps: readonly PlanStep[];
  /** The work that was done while others waited. */
  readonly locked: readonly string[];
  /** What a count of what stands came to at the least, after each transaction. */
  readonly least: number;
}

/** @returns what plays a plan: `rows` are put into the actual schema, `count` asks for a number, as `there` */
export const playedOn =
  (pool: DatabasePool, online = true) =>
  async (actual: string, expected: string, rows = "", count = "SELECT 0 AS there"): Promise<Way> => {
    const [database, wanted] = [await pool.take(), await pool.take()];
    try {
      await database.sql(`${actual}; ${rows}`);
      await wanted.sql(expected);
      const sides = { expected: await wanted.snapshot(), actual: await database.snapshot() };
      const asked = { rules: [], at: "2026-11-30" };
      const { up } = planBetween(KINDS, sides, {}, asked, await withParser({}), online);
      const { steps } = up;
      const counted: number[] = [];
      const locked: string[] = [];
      for (const part of partsOf(up)) {
        locked.push(...(await lockedWork(database, part)));
        const [row] = await database.sql(count);
        counted.push(row?.there);
      }
      expect(fingerprint(await database.reread()), steps.map(({ sql }) => sql).join(";\n")).toBe(
        fingerprint(sides.expected),
      );
      return { steps, locked, least: Math.min(...counted) };
    } finally {
      await pool.giveBack(database);
      await pool.giveBack(wanted);
    }
  };

export const sqlOf = ({ steps }: Way): string => steps.map(({ sql }) => sql).join(";\n");
