/** Whatever stands in the files of a plan and in the index: read as it was written, or refused by name in one line. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { INDEX, plansIn, writePlan } from "../../lib/cli/plan-directory.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { type Plan, revisionOf, sealed, sha256 } from "../../lib/core/plan.ts";
import { renderJson } from "../../lib/report/json.ts";
import { renderPlans } from "../../lib/report/plans-text.ts";
import { damaged } from "../support/damaged.ts";

const SEED = Number(process.env.SEED ?? 8);
const runs = { numRuns: Number(process.env.RUNS ?? 200), seed: SEED };
const ID = "20261128_110719_add";
const SQL = "-- Zurück\nALTER TABLE t ADD c int;\n";

const script = { steps: [], manual: [{ address: "table:t", attribute: null, reason: "r" }] };
const PLAN = sealed({
  ...{ format: 1, id: ID, message: "Zurück", createdAt: "2026-11-28T11:07:19.000Z" },
  database: { name: "shop", version: 150_018 },
  looked: { scope: { include: [], exclude: [] }, schemas: [], leftOut: [] },
  ...{ fingerprint: { expected: "e", actual: "a" }, unseen: [], risks: { safe: 1, caution: 0, danger: 0 } },
  ...{ up: script, down: script, proof: null, files: [{ name: `${ID}.up.sql`, sha256: sha256(SQL) }] },
});

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-fuzz-plans-"));
  await writePlan(folder, { plan: PLAN, contents: new Map([[`${ID}.up.sql`, SQL]]) });
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);

/** The plans, or the refusal. */
async function read(): Promise<readonly Plan[] | DriftwatchError> {
  try {
    return await plansIn(folder);
  } catch (error) {
    if (!(error instanceof DriftwatchError)) throw error;
    expect(["plan-edited", "source-unreadable"]).toContain(error.code);
    expect(error.message).toMatch(/^[^\n]+; [^\n]+$/);
    return error;
  }
}

/** With other bytes in a file, which then has its own again. */
async function readWith(name: string, bytes: Uint8Array | string): Promise<readonly Plan[] | DriftwatchError> {
  const own = readFileSync(file(name));
  writeFileSync(file(name), bytes);
  try {
    return await read();
  } finally {
    writeFileSync(file(name), own);
  }
}

describe("a byte that is another", () => {
  it.each([`${ID}.plan.json`, `${ID}.up.sql`])(
    "anywhere in %s is refused, and so is its end being gone",
    async (name) => {
      const own = readFileSync(file(name));
      for (let at = 0; at < own.length; at++) {
        const flipped = Buffer.from(own);
        flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
        expect(await readWith(name, flipped), `byte ${at}`).toBeInstanceOf(DriftwatchError);
        if (at % 7 === 0)
          expect(await readWith(name, own.subarray(0, at)), `${at} bytes`).toBeInstanceOf(DriftwatchError);
      }
      expect(await read()).toEqual([PLAN]);
    },
  );

  it(`in ${INDEX} is refused, or says the same`, async () => {
    const own = readFileSync(file(INDEX));
    for (let at = 0; at < own.length; at++) {
      const flipped = Buffer.from(own);
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      const outcome = await readWith(INDEX, flipped);
      if (!(outcome instanceof DriftwatchError)) expect(outcome, `byte ${at}`).toEqual([PLAN]);
      // Blanks between words are nobody's loss.
      if (/\S/.test(String.fromCharCode(own[at] as number)))
        expect(outcome, `byte ${at}`).toBeInstanceOf(DriftwatchError);
    }
  });
});

describe(`whatever somebody made of it: SEED=${SEED}`, () => {
  it("a plan that was sealed again is refused, or can be listed", async () => {
    await fc.assert(
      fc.asyncProperty(damaged(PLAN), async (value) => {
        const plan = typeof value === "object" && value !== null ? sealed(value as Plan) : value;
        const text = JSON.stringify(plan) === undefined ? "" : renderJson(plan as Plan);
        const listed = (() => {
          try {
            return revisionOf(plan as Plan);
          } catch {
            return revisionOf(PLAN);
          }
        })();
        const index = readFileSync(file(INDEX));
        writeFileSync(file(INDEX), renderJson({ format: 1, revisions: [listed] }));
        const outcome = await readWith(`${ID}.plan.json`, text).finally(() => writeFileSync(file(INDEX), index));
        if (!(outcome instanceof DriftwatchError))
          renderPlans(
            outcome.map((each) => ({ plan: each, state: null })),
            { colour: true, width: 80 },
          );
      }),
      runs,
    );
  });

  it("an index is refused, or says the same", async () => {
    const whole = { format: 1, revisions: [revisionOf(PLAN)] };
    const text = fc.oneof(
      damaged(whole).map((value) => JSON.stringify(value) ?? ""),
      fc.string({ unit: "binary" }),
      fc.constantFrom("", "null", "[]", '{"format":1,"revisions":[null]}', "[".repeat(50_000)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        const outcome = await readWith(INDEX, content);
        if (!(outcome instanceof DriftwatchError)) for (const plan of outcome) expect(plan).toEqual(PLAN);
      }),
      runs,
    );
  });
});
