/** Two schemas in two databases, and a plan run each way: what it did not come to, and what it lost without saying so. */

import fc from "fast-check";
import { type PlanStep, partsOf, type Script } from "../../lib/core/plan.ts";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { ident } from "../../lib/core/sql.ts";
import { type Planned, planBetween } from "../../lib/engine/plan.ts";
import { withParser } from "../../lib/engine/renames/renames.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { remaining } from "../../lib/proof/remaining.ts";
import { emptyTables, type Held, heldBy, seedRows } from "../support/rows.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";
import { FEATURES } from "./features/all.ts";
import type { Feature } from "./features/feature.ts";
import { mutationsOf, type SchemaModel, schemaAmong, statementsOf } from "./schema-model.ts";
import { turnsOf } from "./schema-turns.ts";

/**
 * A schema, and another one that is independent of it, though it may share its names; that has the same features in other
 * variants; or what became of it.
 */
export function pairAmong(features: readonly Feature[]) {
  const schema = schemaAmong(features);
  return fc.record({
    first: schema,
    other: fc.oneof(
      fc.record({ second: schema, alike: fc.boolean() }),
      fc.record({ second: schema, variants: fc.array(fc.nat(59), { minLength: 3, maxLength: 3 }) }),
      fc.record({
        mutations: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 6 }),
      }),
    ),
  });
}

export const pairArbitrary = pairAmong(FEATURES);

export type Pair = typeof pairArbitrary extends fc.Arbitrary<infer P> ? P : never;

/**
 * Builds both. @returns how the second came about
 * @param older the server may lack what a statement asks for, which is then left out
 */
export async function buildPair(
  { first, other }: Pair,
  actual: WatchedDatabase,
  expected: WatchedDatabase,
  older = false,
): Promise<readonly string[]> {
  const run = async (database: WatchedDatabase, statements: readonly string[]): Promise<void> => {
    if (!older) return database.run(statements);
    for (const statement of statements) await database.sql(statement).catch(() => {});
  };
  await run(actual, statementsOf(first));
  if ("second" in other) {
    const statements = statementsOf(secondOf(first, other));
    await run(expected, statements);
    return statements;
  }
  await run(expected, statementsOf(first));
  const [mutations, turns] = [mutationsOf(first), turnsOf(first)];
  const drawn = other.mutations.flatMap(([part, choice, turn]) => {
    const own = (turn ? turns : mutations)[part % mutations.length] ?? [];
    return own[choice % own.length] ?? [];
  });
  const played: string[] = [];
  // PostgreSQL refuses what is there no more, and some of the rest.
  for (const mutation of drawn)
    await expected.sql(mutation).then(
      () => played.push(mutation),
      () => {},
    );
  return played;
}

type Second = Extract<Pair["other"], { readonly second: SchemaModel }>;

function secondOf(first: SchemaModel, other: Second): SchemaModel {
  if ("variants" in other) {
    const features = first.features.map((feature, at) => ({ ...feature, variant: other.variants[at] ?? 0 }));
    return { ...namedAlike(other.second, first), features };
  }
  return other.alike ? namedAlike(other.second, first) : other.second;
}

/** The one with its names in the styles of the other: tables, columns and parts that have the same place share theirs. */
function namedAlike(model: SchemaModel, other: SchemaModel): SchemaModel {
  const styled = <T extends { readonly style: number }>(one: T, like: { readonly style: number } | undefined): T => ({
    ...one,
    style: like?.style ?? one.style,
  });
  return {
    ...model,
    schemaStyle: other.schemaStyle,
    tables: model.tables.map((table, at) => ({
      ...styled(table, other.tables[at]),
      columns: table.columns.map((column, place) => styled(column, other.tables[at]?.columns[place])),
    })),
    features: model.features.map((feature, at) => styled(feature, other.features[at])),
  };
}

/** What one way came to, as a proof would call it; `emptied`: its rows were refused, of which a step had warned. */
export type Outcome = "proved" | "by-hand" | "remains" | "refused" | "proved, emptied" | "by-hand, emptied";

/** Of both ways. */
export interface Played {
  /** In words; nothing should be. */
  readonly wrong: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/** Plans from one database's schema to the other's and back, and runs both. */
export async function playPair(actual: WatchedDatabase, expected: WatchedDatabase, online = false): Promise<Played> {
  const [from, to] = await Promise.all([actual.reread(), expected.reread()]);
  const sides = { expected: to, actual: from };
  const planned = planBetween(KINDS, sides, {}, { rules: [], at: "2026-11-28" }, await withParser({}), online);
  const [up, down] = await Promise.all([
    playOneWay("up", actual, planned, to),
    playOneWay("down", expected, planned, from),
  ]);
  return { wrong: [...up.wrong, ...down.wrong], outcomes: [...up.outcomes, ...down.outcomes] };
}

export async function playOneWay(
  way: "up" | "down",
  database: WatchedDatabase,
  planned: Planned,
  to: Snapshot,
): Promise<Played> {
  const script = planned[way];
  await seedRows(database);
  const before = await heldBy(database);
  const refused = await run(database, script);
  if (refused) {
    // An extension may call what it cannot read a syntax error, or nothing at all.
    const excused = /^(2[23]|42601|XX000)/.test(refused.sqlstate) && refused.step.hazards.includes("may-fail");
    if (!excused) return ofRefused(`${way}: refused: ${refused.message}, at: ${refused.step.sql}`);
    await emptyTables(database);
    await dropInvalid(database);
    const again = await run(database, script, refused);
    if (again) return ofRefused(`${way}: refused though the tables are empty: ${again.message}, at: ${again.step.sql}`);
  }
  const lost = refused ? [] : losses(script, before, await heldBy(database));
  const { unnamed, byHand } = remaining(KINDS, to, await database.reread(), script.manual);
  const reached = byHand.length > 0 ? "by-hand" : "proved";
  return {
    wrong: [
      ...lost.map((each) => `${way}: lost unsaid: ${each}`),
      ...unnamed.map((each) => `${way}: remains: ${each}`),
    ],
    outcomes: [unnamed.length > 0 ? "remains" : refused ? `${reached}, emptied` : reached],
  };
}

/** What CREATE INDEX CONCURRENTLY leaves where it fails, as its step says. */
const dropInvalid = (database: WatchedDatabase): Promise<unknown> =>
  database.sql(`
    DO $$ DECLARE item record; BEGIN
      FOR item IN SELECT indexrelid::regclass AS name FROM pg_index JOIN pg_class c ON c.oid = indexrelid
                  WHERE NOT indisvalid AND c.relkind = 'i' LOOP
        EXECUTE 'DROP INDEX ' || item.name;
      END LOOP;
    END $$`);

const ofRefused = (wrong: string): Played => ({ wrong: [wrong], outcomes: ["refused"] });

interface Refused {
  /** What went before stays done: whole parts, and of one that is no transaction the steps before this one. */
  readonly part: number;
  readonly step: PlanStep;
  readonly sqlstate: string;
  readonly message: string;
}

/** Each part in a transaction, as a person is told to. @param from where it was refused before */
async function run(database: WatchedDatabase, script: Script, from?: Refused): Promise<Refused | null> {
  for (const [part, { transactional, steps: all }] of partsOf(script).entries()) {
    if (from && part < from.part) continue;
    const steps = from?.part === part && !transactional ? all.slice(all.indexOf(from.step)) : all;
    let at = steps[0] as PlanStep;
    try {
      if (transactional) await database.sql("BEGIN");
      for (const step of steps) {
        at = step;
        await perform(database, step);
      }
      if (transactional) await database.sql("COMMIT");
    } catch (error) {
      await database.sql("ROLLBACK");
      const { code = "", message } = error as Error & { readonly code?: string };
      return { part, step: at, sqlstate: code, message };
    }
  }
  return null;
}

/** Nobody could fill a view from a foreign table whose wrapper has no handler: it stays empty. */
async function perform(database: WatchedDatabase, { sql, hazards }: PlanStep): Promise<void> {
  const mayStayEmpty = hazards.includes("fills-rows");
  if (mayStayEmpty) await database.sql("SAVEPOINT empty");
  await database.sql(sql).catch(async (error) => {
    if (!mayStayEmpty || !/has no handler/.test(String(error))) throw error;
    await database.sql("ROLLBACK TO empty");
  });
}

type HeldByAll = ReadonlyMap<string, Held>;

/** What is not there any more, and no step is called DANGER for it. */
function losses({ steps }: Script, before: HeldByAll, after: HeldByAll): string[] {
  const dangers = steps.filter(({ risk }) => risk === "danger").map(({ sql }) => sql);
  const said = (...names: readonly string[]) =>
    dangers.some((sql) => names.some((name) => spellings(name).some((spelling) => sql.includes(spelling))));
  const labels = new Map(
    steps.flatMap(({ sql }) => [...sql.matchAll(RENAMED_LABEL)].map(([, old = "", label = ""]) => [old, label])),
  );
  return [...before].flatMap(([oid, held]) => {
    const { schema, name, above, columns, rows } = held;
    const kept = after.get(oid);
    const whole = `${schema}.${name}`;
    if (rows.length === 0) return [];
    // What it belongs to may have got another name first.
    const known = above.flatMap((other) => [other.name, after.get(other.oid)?.name ?? other.name]);
    if (!kept) return said(name, ...known) ? [] : [`${whole} is another`];
    const common = [...columns.keys()].filter((number) => kept.columns.has(number));
    const gone = [...columns].filter(([number]) => !kept.columns.has(number));
    const unsaid = gone.flatMap(([, column]) => (said(column) ? [] : [`${whole}.${column} is another`]));
    const altered = common.filter((number) => !isKept(held, kept, number, labels));
    return [
      ...unsaid,
      ...altered.flatMap((number) =>
        said(columns.get(number) ?? "", name, ...known)
          ? []
          : [
              `${whole}.${columns.get(number)} held ${spelled(rows, [number])} and holds ${spelled(kept.rows, [number])}`,
            ],
      ),
    ];
  });
}

/** In SQL; its name may have been needed for something else. */
function spellings(name: string): readonly string[] {
  const quoted = `"${name.replaceAll('"', '""')}`;
  return [ident(name), `${quoted}"`, `${quoted}_aside_`];
}

/** Its step says that rows read otherwise from then on. */
const RENAMED_LABEL = /RENAME VALUE '(\w+)' TO '(\w+)'/g;

/** A sequence that has moved on has lost nothing; nor has a row whose label was renamed. */
function isKept({ counts, rows }: Held, kept: Held, number: string, labels: ReadonlyMap<string, string>): boolean {
  const renamed = rows.map((row) => ({ [number]: labels.get(row[number] ?? "") ?? row[number] ?? null }));
  const [before, after] = [rows, kept.rows].map((each) => Math.abs(Number(each[0]?.[number])));
  return counts
    ? Number(after) >= Number(before)
    : [rows, renamed].some((each) => spelled(each, [number]) === spelled(kept.rows, [number]));
}

/** The values, however the type spells them, in whatever order. */
const spelled = (rows: Held["rows"], columns: readonly string[]): string =>
  rows
    .map((row) => JSON.stringify(columns.map((column) => plainly(row[column] ?? null))))
    .sort()
    .join(" ");

const plainly = (value: string | null): string | null =>
  value !== null && /^-?\d{1,15}(\.\d+)?$/.test(value) ? String(Number(value)) : value;
