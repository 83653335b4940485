/** Which change brought about which: of one mutation, one finding tells, and the rest is folded into it. */

import { isSqlText } from "../../core/canonical.ts";
import { type Change, existenceByAddress, objectOf } from "../../core/change.ts";
import type { Implication } from "../../core/implication.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Verdict } from "../../core/severity.ts";
import { alterations, carriedOver, madeSo, type RelatedSides } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";
import { echoes } from "./echoes.ts";
import { handedOver, hostOf, turned } from "./hand-over.ts";
import { measured } from "./measured.ts";
import { passedDown } from "./passed-down.ts";
import { recalled, retyped } from "./retyped.ts";

export interface Causes {
  /** The change that started it; the change itself where no other did. */
  root(change: Change): Change;
  /** PostgreSQL took it away because it could not stay, though it is no part of what went. */
  swept(change: Change): boolean;
  /** What the change means in the light of what it brought about, where that is another thing. */
  verdict(change: Change): Verdict | undefined;
}

/** For each change that another one brought about, that other one. */
export function causesOf(kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): Causes {
  const causes = new Map<Change, Change>();
  const swept = new Set<Change>();
  const verdicts = new Map<Change, Verdict>();
  const root = (change: Change): Change => {
    let at = change;
    for (let cause = causes.get(at); cause; cause = causes.get(at)) at = cause;
    return at;
  };
  const fold = (change: Change, cause: Change | undefined): boolean => {
    if (!cause || causes.has(change) || root(cause) === change) return false;
    causes.set(change, cause);
    return true;
  };
  for (const [change, cause] of passedDown(kinds, changes, sides)) fold(change, cause);
  for (const verb of ["added", "removed"] as const) {
    const relations = verb === "added" ? sides.actual : sides.expected;
    const found = existence(changes, verb);
    for (const [address, change] of found) {
      fold(change, found.get(relations.parent(address) ?? ""));
      if (relations.arises(address)) for (const leader of relations.leaders(address)) fold(change, found.get(leader));
      for (const owner of relations.owners(address)) fold(change, found.get(owner));
    }
    if (verb === "added") continue;
    for (const [address, change] of found)
      for (const needed of relations.needs(address)) {
        const cause = found.get(needed);
        if (cause && sweeps(kinds, cause, change) && fold(change, cause)) swept.add(change);
      }
  }
  const renewed = retyped(kinds, changes);
  for (const { change, cause, verdict } of [...turned(kinds, changes, sides), ...renewed])
    if (fold(change, cause)) verdicts.set(cause, verdict);
  for (const [change, cause] of recalled(kinds, changes, sides, renewed)) fold(change, cause);
  for (const [change, cause] of handedOver(kinds, changes, sides)) fold(change, cause);
  for (const [change, cause] of deprived(changes, sides.expected)) fold(change, cause);
  for (const { change, cause } of implied(kinds, changes)) fold(change, cause);
  for (const [change, cause] of hosted(kinds, changes, sides)) fold(change, cause);
  for (const [change, cause] of carriedOver(kinds, changes, sides.actual)) fold(change, cause);
  for (const [change, cause] of measured(kinds, changes, sides)) fold(change, cause);
  for (const [change, cause] of echoes(kinds, changes, sides)) fold(change, cause);
  return { root, swept: (change) => swept.has(change), verdict: (change) => verdicts.get(change) };
}

/** By address: what came, or what went. */
const existence = (changes: readonly Change[], verb: "added" | "removed"): ReadonlyMap<string, Change> =>
  new Map(changes.flatMap((change) => (change.verb === verb ? [[change.address, change]] : [])));

/** Whether DROP … CASCADE of the one takes the other along; of a column with data it takes the default only. */
const sweeps = (kinds: KindRegistry, cause: Change, change: Change): boolean => {
  const { address, spec, facts } = objectOf(change);
  return kinds.get(address.kind).rebuildable(spec, facts) || kinds.get(objectOf(cause).address.kind).sweepsData;
};

/** SQL text that is gone because what it calls is: the default that called a function. */
function deprived(changes: readonly Change[], expected: Relations): [Change, Change][] {
  const removed = existence(changes, "removed");
  return changes.flatMap((change) => {
    if (change.verb !== "altered" || change.to !== null || !isSqlText(change.from)) return [];
    return [...expected.needs(change.address)].flatMap((needed): [Change, Change][] => {
      const cause = removed.get(needed);
      return cause ? [[change, cause]] : [];
    });
  });
}

interface Implied {
  readonly change: Change;
  readonly cause: Change;
  readonly unasked: boolean;
}

/** Alterations that an object's coming, going or becoming another amounts to: a new primary key makes its columns NOT NULL. */
export function implied(kinds: KindRegistry, changes: readonly Change[]): Implied[] {
  const altered = alterations(changes);
  return changes.flatMap((cause) =>
    implicationsOf(kinds, cause).flatMap((fact): Implied[] => {
      const change = madeSo(altered, fact);
      return change ? [{ change, cause, unasked: fact.unasked ?? false }] : [];
    }),
  );
}

function implicationsOf(kinds: KindRegistry, cause: Change): readonly Implication[] {
  if (cause.verb !== "altered") {
    const { address, spec } = objectOf(cause);
    return kinds.get(address.kind).implies?.(address, spec, cause.verb) ?? [];
  }
  const { address, spec } = cause.expected;
  const withIt = { ...spec, [cause.attribute]: cause.to };
  return (kinds.get(address.kind).implies?.(address, withIt, "added") ?? []).map((fact) => ({
    ...fact,
    unasked: false,
  }));
}

/** The grants on the sequence of a column that is no identity any more. */
export function hosted(
  kinds: KindRegistry,
  changes: readonly Change[],
  { expected, actual }: RelatedSides,
): Map<Change, Change> {
  const existence = existenceByAddress(changes);
  const found = new Map<Change, Change>();
  for (const cause of alterations(changes).values()) {
    const host = hostOf(kinds, cause);
    if (host === undefined) continue;
    for (const child of (cause.to === null ? expected : actual).children(cause.address)) {
      const change = existence.get(child);
      if (change && objectOf(change).address.path[0] === host.kind) found.set(change, cause);
    }
  }
  return found;
}
