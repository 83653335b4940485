/** A kind as the engine holds it: its own types forgotten, its functions taking plain addresses. */

import { type Address, encodePath } from "./address.ts";
import type { ByHand } from "./by-hand.ts";
import type { Following } from "./following.ts";
import type { Implication } from "./implication.ts";
import type { Keeping } from "./keeping.ts";
import type { Alteration, At, Batch, Catalogue, Facts, KindDefinition, Server, Spec, Tie } from "./kind.ts";
import { NO_SATELLITE } from "./lacking.ts";
import type { Otherwise } from "./otherwise.ts";
import type { Release, StandIn } from "./release.ts";
import { type AnyRenaming, anyRenaming } from "./renaming.ts";
import type { Row } from "./row.ts";
import { type AnyRule, anyRule, judge } from "./rule.ts";
import type { Bestowal, Derived, Host } from "./satellite.ts";
import type { Judge, Verdict } from "./severity.ts";
import type { CatalogueObject } from "./snapshot.ts";
import type { Statement } from "./statement.ts";

export interface Kind {
  readonly name: string;
  readonly title: string;
  readonly rank: number;
  readonly reads: readonly Catalogue[];
  readonly since: number;
  readonly clusterWide: boolean;
  readonly ofPart: boolean;
  readonly leftBehind: boolean;
  readonly satellite: boolean;
  readonly suffix: readonly string[];
  readonly ofUnlisted: boolean;
  readonly catalogue: Catalogue | undefined;
  readonly alias: Catalogue | undefined;
  readonly query: ((server: Server, batch: Batch) => string) | undefined;
  readonly batches: string | undefined;
  readonly numerous: boolean;
  readonly someOf: string | undefined;
  /** The columns of a row that tell objects apart: its numbers, whether an extension owns it, and the key. */
  readonly apart: readonly string[];
  /** The columns of a row that are the names in the address of its object, from the outside in. */
  readonly key: readonly string[];
  /** The schema an object lies in; undefined for what lies in none. */
  readonly schemaOf: (address: Address) => string | undefined;
  readonly canonicalise: (row: Row) => Spec | null;
  readonly facts: (row: Row) => Facts;
  readonly derive: (row: Row, host: Kind) => readonly Derived<Spec>[];
  readonly arising: (host: Kind) => readonly Derived<Spec>[];
  readonly within: (address: Address, spec: Spec | null, facts: Facts) => readonly Address[];
  readonly spells: (address: Address) => readonly Address[];
  /** Which names of the path are printed types. */
  readonly typePlaces: readonly number[];
  readonly retyped: Verdict | undefined;
  readonly earlier: (spec: Spec) => Spec;
  readonly follows: ((address: Address, spec: Spec, facts: Facts) => Following | undefined) | undefined;
  readonly implies: ((address: Address, spec: Spec, verb: "added" | "removed") => readonly Implication[]) | undefined;
  readonly otherwise: ((address: Address, spec: Spec, facts: Facts) => Otherwise | undefined) | undefined;
  readonly holds: (address: Address, spec: Spec) => readonly string[];
  readonly bestows: ((object: CatalogueObject, host: Kind, at: Address) => Bestowal | undefined) | undefined;
  readonly brings: KindDefinition<readonly string[], Spec>["brings"];
  readonly yieldsTo: (address: Address) => readonly Implication[];
  readonly ties: ((address: Address, spec: Spec) => readonly Tie[]) | undefined;
  readonly host: (address: Address) => Host;
  readonly attributes: readonly string[];
  readonly rule: (attribute: string) => AnyRule;
  readonly rename: AnyRenaming | undefined;
  readonly added: (address: Address, spec: Spec, facts: Facts) => Verdict;
  readonly removed: (address: Address, spec: Spec, facts: Facts) => Verdict;
  readonly clause:
    | ((address: Address, spec: Spec, leaders: readonly Spec[], facts: Facts) => string | null)
    | undefined;
  readonly finish: (address: Address, spec: Spec, facts: Facts) => readonly Statement[];
  readonly create: (address: Address, spec: Spec, clauses: readonly string[], facts: Facts) => readonly Statement[];
  /** Why only a person can create it, and how; undefined where `create` can. */
  readonly madeByHand: string | undefined;
  readonly byHand: (address: Address, spec: Spec, facts: Facts) => readonly ByHand<Spec>[];
  readonly shell: (address: Address, spec: Spec) => readonly Statement[];
  readonly outline: (address: Address, spec: Spec) => readonly Statement[];
  readonly drop: (address: Address, spec: Spec, facts: Facts) => readonly Statement[];
  readonly occupies: (address: Address, spec: Spec) => readonly string[];
  readonly rebuildable: (spec: Spec, facts: Facts) => boolean;
  readonly keeps: (address: Address, spec: Spec, facts: Facts) => Keeping | undefined;
  readonly release: ((address: Address, actual: Spec, expected: Spec, standIn: StandIn | null) => Release) | undefined;
  readonly standIn: (address: Address, alteration: Alteration<Spec>) => StandIn | null;
  readonly isSpelled: (spec: Spec, facts: Facts) => boolean;
  readonly forgets: readonly string[];
  readonly adapts: (spec: Spec, isRetyped: boolean) => boolean;
  readonly sweepsData: boolean;
  readonly mustBeEmpty: boolean;
  readonly privileges: { readonly sort?: string; readonly owner: string; readonly public: string } | undefined;
}

const predicate = <Of extends readonly unknown[]>(given: boolean | ((...of: Of) => boolean) | undefined) =>
  typeof given === "function" ? given : () => given ?? false;

const bestowing =
  (
    bestows: NonNullable<KindDefinition<readonly string[], Spec>["bestows"]>,
    at: (address: Address) => At<readonly string[]>,
  ): Kind["bestows"] =>
  ({ address, spec, facts }, { privileges, schemaOf }, host) =>
    privileges?.sort === undefined
      ? undefined
      : bestows(at(address), spec, facts, { sort: privileges.sort, schema: schemaOf(host) });

const optional = (
  {
    key,
    earlier,
    spells,
    typeParts = [],
    retyped,
    shell,
    outline,
    holds,
    keeps,
  }: KindDefinition<readonly string[], Spec>,
  at: (address: Address) => At<readonly string[]>,
): Pick<Kind, "earlier" | "spells" | "typePlaces" | "retyped" | "shell" | "outline" | "holds" | "keeps"> => ({
  earlier: earlier ?? ((spec) => spec),
  spells: (address) => spells?.(at(address)) ?? [],
  typePlaces: typeParts.map((part) => key.indexOf(part)),
  retyped,
  shell: (address, spec) => shell?.(at(address), spec) ?? [],
  outline: (address, spec) => outline?.(at(address), spec) ?? [],
  holds: (address, spec) => holds?.(at(address), spec) ?? [],
  keeps: (address, spec, facts) => keeps?.(at(address), spec, facts),
});

const namedBy =
  (key: readonly string[]) =>
  ({ path }: Address): At<readonly string[]> => {
    const names: Record<string, string> = {};
    for (const [index, part] of key.entries()) names[part] = path[index] as string;
    return names;
  };

/** The place of the schema among columns or names; -1 = there is none. */
export const schemaAmong = (names: readonly string[]): number => names.indexOf("schema");

/** Registers a kind. The one cast that lets kinds of different shapes stand in one list is here. */
export function defineKind<const Key extends readonly string[], S extends Spec>(own: KindDefinition<Key, S>): Kind {
  const definition = own as unknown as KindDefinition<readonly string[], Spec>;
  const at = namedBy(own.key);
  const { name, privileges, within, follows, implies, otherwise, bestows, ties, clause, create, release, rebuildable } =
    definition;
  return {
    ...NO_SATELLITE,
    name,
    ...{ title: own.title, rank: own.rank },
    ...{ reads: own.reads, since: own.since ?? 0, leftBehind: own.leftBehind ?? false },
    ...{ clusterWide: own.clusterWide ?? false, ofPart: own.ofPart ?? false },
    ...{ catalogue: own.catalogue, alias: own.alias },
    query: own.query,
    ...{ batches: own.batches, numerous: own.numerous ?? false, someOf: own.someOf },
    apart: ["oid", "subid", "alias_oid", "member", ...own.key],
    key: own.key,
    // What is said of all schemas has an empty one: no schema can be called that.
    schemaOf: ({ path }) => path[schemaAmong(own.key)] || undefined,
    canonicalise: own.canonicalise,
    facts: own.facts ?? (() => ({})),
    within: (address, spec, facts) => within?.(at(address), spec, facts) ?? [],
    ...optional(definition, at),
    follows: follows && ((address, spec, facts) => follows(at(address), spec, facts)),
    implies: implies && ((address, spec, verb) => implies(at(address), spec, verb)),
    otherwise: otherwise && ((address, spec, facts) => otherwise(at(address), spec, facts)),
    bestows: bestows && bestowing(bestows, at),
    ties: ties && ((address, spec) => ties(at(address), spec)),
    host: (address) => ({
      address,
      lock: (ofRelation) => ([own.catalogue, own.alias].includes("pg_class") ? [ofRelation] : []),
      title: own.title,
      sqlName: definition.sqlName(at(address)),
      label: definition.label?.(at(address)) ?? encodePath(address.path),
      within: within?.(at(address), null, {}) ?? [],
      privileges: privileges && { ...privileges, phrase: (words) => privileges.phrase(at(address), words) },
    }),
    attributes: Object.keys(own.attributes),
    rule: anyRule(name, own.attributes, at),
    rename: anyRenaming(own.rename, own.key, at, (address) => definition.sqlName(at(address))),
    added: (address, spec, facts) => judge(definition.added as Judge<never[]>, spec, at(address), facts),
    removed: (address, spec, facts) => judge(definition.removed as Judge<never[]>, spec, at(address), facts),
    clause: clause && ((address, ...said) => clause(at(address), ...said)),
    finish: (address, ...said) => definition.finish?.(at(address), ...said) ?? [],
    create: (address, spec, clauses, facts) =>
      typeof create === "function" ? create(at(address), spec, clauses, facts) : [],
    madeByHand: typeof create === "function" ? undefined : create.manual,
    byHand: (address, spec, facts) => definition.byHand?.(at(address), spec, facts) ?? [],
    drop: (address, spec, facts) => definition.drop(at(address), spec, facts),
    occupies: (address, spec) => definition.occupies?.(at(address), spec) ?? [],
    rebuildable: predicate(rebuildable),
    release: release && ((address, ...said) => release(at(address), ...said)),
    standIn: (address, alteration) => definition.standIn?.(at(address), alteration) ?? null,
    isSpelled: predicate(definition.isSpelled),
    forgets: own.forgets ?? [],
    adapts: predicate(definition.adapts),
    ...{ sweepsData: own.sweepsData ?? false, mustBeEmpty: own.mustBeEmpty ?? false },
    brings: definition.brings,
    privileges,
  };
}
