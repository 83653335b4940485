/**
 * What several hands did to the names in one database, which knows each object by its OID: renamed, moved, exchanged, put
 * aside for a successor; it is taken back, and done again. `RUNS=500` plays more of it, `SEED=…` the same again.
 */

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Address, encodeAddress, parseAddress } from "../../lib/core/address.ts";
import type { AnyRenaming } from "../../lib/core/renaming.ts";
import type { CatalogueObject, Snapshot } from "../../lib/core/snapshot.ts";
import { planBetween } from "../../lib/engine/plan.ts";
import { withParser } from "../../lib/engine/renames/renames.ts";
import { remediate } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { ensureRoles } from "../support/roles.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";
import { playOneWay } from "./pair.ts";
import { mutationsOf, schemaArbitrary, statementsOf } from "./schema-model.ts";
import { turnsOf } from "./schema-turns.ts";

const RUNS = Number(process.env.RUNS ?? 20);
const SEED = process.env.SEED === undefined ? 20_261_130 : Number(process.env.SEED);

const pool = new DatabasePool();

beforeAll(() => ensureRoles());
afterAll(() => pool.close());

const ELSEWHERE = "elsewhere";

/** Each chooses among what there is. */
const fix = fc.record({
  what: fc.constantFrom("rename", "move", "succeed", "exchange", "mutate", "turn"),
  choice: fc.nat(),
  other: fc.nat(),
});
type Fix = typeof fix extends fc.Arbitrary<infer F> ? F : never;

it(
  `SEED=${SEED}`,
  async () => {
    const property = fc.asyncProperty(
      schemaArbitrary,
      fc.array(fix, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (model, fixes, online) => {
        const [database, untouched] = [await pool.take(), await pool.take()];
        try {
          for (const each of [database, untouched])
            await each.run([...statementsOf(model), `CREATE SCHEMA ${ELSEWHERE}`]);
          const before = await database.reread();
          const hands = new Hands(database);
          for (const each of fixes) {
            if (each.what === "mutate") await hands.alter(mutationsOf(model), each);
            else if (each.what === "turn") await hands.alter(turnsOf(model), each);
            else await hands.name(each);
          }
          const after = await database.reread();
          const sides = { expected: before, actual: after };
          const planned = planBetween(KINDS, sides, {}, { rules: [], at: "2026-11-30" }, await withParser({}), online);
          const said = `${online ? "online: " : ""}${statementsOf(model).join(";\n")}\n-- and\n${hands.done.join(";\n")}`;
          expect((await playOneWay("up", database, planned, before)).wrong, said).toEqual([]);
          expect((await playOneWay("down", untouched, planned, after)).wrong, said).toEqual([]);
        } finally {
          await pool.giveBack(database);
          await pool.giveBack(untouched);
        }
      },
    );
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
  },
  Math.max(300_000, RUNS * 10_000),
);

/** So many objects are tried until PostgreSQL lets one be named. */
const TRIED = 12;

class Hands {
  readonly done: string[] = [];
  readonly #database: WatchedDatabase;

  constructor(database: WatchedDatabase) {
    this.#database = database;
  }

  /** PostgreSQL refuses what is there no more, and some of the rest. */
  async #perform(...statements: readonly string[]): Promise<boolean> {
    try {
      await this.#database.sql(`BEGIN; ${statements.join(";\n")}; COMMIT`);
      this.done.push(...statements);
      return true;
    } catch {
      await this.#database.sql("ROLLBACK");
      return false;
    }
  }

  async alter(parts: readonly (readonly string[])[], { choice, other }: Fix): Promise<void> {
    const own = parts[choice % parts.length] ?? [];
    const statement = own[other % own.length];
    if (statement !== undefined) await this.#perform(statement);
  }

  async name({ what, choice, other }: Fix): Promise<void> {
    const then = await this.#database.reread();
    const named = [...then.objects.values()].filter(({ address }) => KINDS.get(address.kind).rename);
    const from = choice % named.length;
    for (const { address } of [...named.slice(from), ...named.slice(0, from)].slice(0, TRIED)) {
      const { rename } = KINDS.get(address.kind);
      if (!rename) continue;
      if (what === "move" && rename.schemaPlace !== null) {
        if (await this.#perform(rename.move(address, ELSEWHERE).sql)) return;
      } else if (what === "exchange") {
        if (await this.#exchange(address, rename, other, named)) return;
      } else if (!rename.onlyMoves) {
        const name = what === "rename" ? `n${other % 3}` : `${address.path[rename.place]?.slice(0, 40)}_old`;
        if (!(await this.#perform(rename.statement(address, name).sql))) continue;
        if (what === "succeed") await this.#succeed(then, address, other);
        return;
      }
    }
  }

  /** Makes what had the address anew, and of what stood on it some. */
  async #succeed(then: Snapshot, { path }: Address, other: number): Promise<void> {
    const isOfIt = (address: string) => {
      const at = parseAddress(address);
      return [at.path, at.path.slice(1)].some((own) => path.every((part, place) => part === own[place]));
    };
    const { statements } = remediate(then, await this.#database.reread());
    for (const [at, { address, sql }] of statements.entries()) {
      const isWanted = isOfIt(address) || (other >> (at % 20)) % 2 === 1;
      if (isWanted && !/^DROP (TABLE|SCHEMA|TYPE|DOMAIN|SEQUENCE)|DROP COLUMN/.test(sql)) await this.#perform(sql);
    }
  }

  /** With another of its kind, in its place. */
  async #exchange(address: Address, { place, statement }: AnyRenaming, other: number, all: readonly CatalogueObject[]) {
    const called = (name: string): Address => ({ ...address, path: address.path.with(place, name) });
    const twins = all.filter(({ address: at }) => {
      const name = at.path[place];
      return at.kind === address.kind && name !== undefined && encodeAddress(at) === encodeAddress(called(name));
    });
    const second = twins[other % twins.length]?.address;
    const [mine, theirs] = [address.path[place], second?.path[place]];
    if (!second || mine === undefined || theirs === undefined || mine === theirs) return false;
    return this.#perform(
      statement(address, "meanwhile").sql,
      statement(second, mine).sql,
      statement(called("meanwhile"), theirs).sql,
    );
  }
}
