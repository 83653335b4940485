/** Changes → what has to go, to be altered, to come → ordered SQL that takes actual back to expected. Knows no kind by name. */

import { type Change, objectOf } from "../../core/change.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { asMeant } from "../../core/meant.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import { ident, THIS_DATABASE } from "../../core/sql.ts";
import { hosted, implied } from "../consequences/causes.ts";
import { filledIn, keptOwn, takenIn } from "../consequences/hand-over.ts";
import { measured } from "../consequences/measured.ts";
import { fitted, keptUnasked } from "../consequences/passed-down.ts";
import { respelled } from "../consequences/respelling.ts";
import { diff } from "../diff/diff.ts";
import type { Renames } from "../renames/renames.ts";
import { comesAnew } from "../structure/anew.ts";
import { carriedBack, relocated } from "../structure/inheritance.ts";
import { relationsOf } from "../structure/relations.ts";
import { givenUp } from "../structure/sole.ts";
import { builtFirst } from "./built-first.ts";
import { awaiting, heldBack, knotted, type ManualStep } from "./by-hand.ts";
import { calledOtherwise } from "./called-otherwise.ts";
import { Plan } from "./deciding.ts";
import { gently } from "./gently.ts";
import { heldUp } from "./held-up.ts";
import { inOnePass } from "./in-one-pass.ts";
import { inPlace } from "./in-place.ts";
import { onlyOnWhatStays } from "./only-on.ts";
import { partsOutOfTheWay } from "./parts-in-the-way.ts";
import { proved } from "./proved.ts";
import { type Among, departing, housing, renamedFirst } from "./renamed-first.ts";
import { inSequence, type RemediationStatement } from "./sequence.ts";
import { setAside } from "./set-aside.ts";
import { standingWithin } from "./standing-within.ts";
import { stepsOf } from "./steps.ts";
import { untied } from "./untie.ts";

export interface Remediation {
  /** To be run in this order. */
  readonly statements: readonly RemediationStatement[];
  readonly manual: readonly ManualStep[];
}

export type { ManualStep, RemediationStatement };

/**
 * @param renames what is renamed back first; the rest is said in the names that are expected
 * @param online where there is a way that lets people read and write meanwhile, that way
 */
export function remediate(
  kinds: KindRegistry,
  expected: Snapshot,
  actual: Snapshot,
  renames: Pick<Renames, "actual" | "statements"> = { actual, statements: [] },
  online = false,
): Remediation {
  const { statements, manual, among } = difference(kinds, expected, renames, online);
  return { statements: renamedFirst(kinds, renames.statements, statements, among), manual };
}

/** @returns besides, those of the statements that have to come among what is renamed */
function difference(
  kinds: KindRegistry,
  expected: Snapshot,
  { actual, statements: renamings }: Pick<Renames, "actual" | "statements">,
  online: boolean,
): Remediation & { readonly among: Among } {
  const all = diff(expected, actual);
  if (all.length === 0) return { statements: [], manual: [], among: { schemas: [], departures: [] } };
  const sides = { expected: relationsOf(kinds, expected), actual: relationsOf(kinds, actual) };
  const waiting = heldUp(kinds, all, sides);
  const changes = all.filter((change) => !waiting.has(change));
  const moved = relocated(kinds, changes, sides.actual);
  const carried = carriedBack(kinds, changes, sides, moved);
  const measures = measured(kinds, changes, sides);
  const respellings = respelled(kinds, changes, sides, true);
  const joints = fitted(kinds, changes, sides);
  const unasked = new Set<Change>([
    ...keptUnasked(kinds, changes, sides, joints),
    ...keptOwn(kinds, changes, sides),
    ...takenIn(changes, sides.actual),
    ...carried,
    ...givenUp(kinds, changes, sides),
    ...respellings.keys(),
    ...measures.keys(),
    ...implied(kinds, changes).flatMap(({ change, unasked }) => (unasked ? [change] : [])),
    // What stands on what an alteration takes away goes with it.
    ...[...hosted(kinds, changes, sides).keys()].filter(({ verb }) => verb === "added"),
  ]);
  const asked = changes.filter((change) => !unasked.has(change));
  const plan = new Plan(kinds, sides, { moved, carried, joints, asked });
  for (const [change, cause] of filledIn(kinds, changes, sides))
    if (change.verb === "removed" && !comesAnew(kinds, objectOf(cause))) {
      unasked.add(change);
      plan.manual.push({ address: change.address, attribute: null, reason: FILLED_IN });
    }
  for (const change of changes) if (!unasked.has(change)) plan.take(change);
  for (const change of calledOtherwise(kinds, changes, sides)) plan.take(change);
  // What is built anew brings no name back to those that have it in theirs.
  for (const [change, cause] of respellings) if (plan.creates.has(cause.address)) plan.take(change);
  plan.manual.push(...awaiting(kinds, [...measures, ...respellings], plan.manual));
  const here = ident(actual.server.database);
  const spelled = (sql: string) => asMeant(sql.replaceAll(THIS_DATABASE, () => here));
  const wanted = setAside(kinds, stepsOf(kinds, plan.decide()), plan);
  const { steps, leftOut } = untied(kinds, partsOutOfTheWay(kinds, wanted, plan), plan);
  const renamed = renamings.map(({ address }) => address);
  const told = onlyOnWhatStays(standingWithin(steps, renamed, plan), plan);
  const known = proved(kinds, told, changes, renamed, plan);
  const placed = inPlace(kinds, known, changes, plan, online);
  const gentle = online ? builtFirst(kinds, placed, plan).map((step) => gently(kinds, step, plan)) : placed;
  const chosen = inOnePass(gentle, plan);
  const statements = inSequence(kinds, chosen, plan, spelled);
  return {
    statements,
    among: {
      schemas: housing(kinds, renamings, statements, plan),
      departures: departing(kinds, renamings, chosen, statements, plan),
    },
    manual: [...plan.manual, ...heldBack(kinds, waiting, sides), ...knotted(kinds, leftOut)],
  };
}

const FILLED_IN = "it belongs to the one above now, and no statement takes it out: accept it, or build both anew";
