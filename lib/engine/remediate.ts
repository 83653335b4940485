/** Changes → what has to go, to be altered, to come → ordered SQL that takes actual back to expected. Knows no kind by name. */

import { encodeAddress, kindOf } from "../core/address.ts";
import { type Canonical, encode } from "../core/canonical.ts";
import { type Altered, alterationOf, type Change, objectOf } from "../core/change.ts";
import { groupBy } from "../core/group-by.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { asMeant } from "../core/meant.ts";
import type { StandIn } from "../core/release.ts";
import type { CatalogueObject, Snapshot } from "../core/snapshot.ts";
import { ident, THIS_DATABASE } from "../core/sql.ts";
import type { Statement } from "../core/statement.ts";
import { comesAnew, holdsNothing } from "./anew.ts";
import { heldBack, knotted, type ManualStep } from "./by-hand.ts";
import { calledOtherwise } from "./called-otherwise.ts";
import { hosted, implied } from "./causes.ts";
import type { Decisions } from "./decisions.ts";
import { diff } from "./diff.ts";
import { gently } from "./gently.ts";
import { filledIn, keptOwn, takenIn } from "./hand-over.ts";
import { heldUp } from "./held-up.ts";
import { inPlace } from "./in-place.ts";
import { carriedBack, leftBehind, relocated } from "./inheritance.ts";
import type { Joint } from "./joints.ts";
import { advised, keepersOf } from "./keepers.ts";
import { awaiting, measured } from "./measured.ts";
import { moving } from "./moving.ts";
import { partsOutOfTheWay } from "./parts-in-the-way.ts";
import { fitted, keptUnasked } from "./passed-down.ts";
import { proved } from "./proved.ts";
import { type Relations, relationsOf } from "./relations.ts";
import { departing, renamedFirst } from "./renamed-first.ts";
import type { Renames } from "./renames.ts";
import { respelled } from "./respelling.ts";
import { inSequence, type RemediationStatement } from "./sequence.ts";
import { givenUp } from "./sole.ts";
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
  const { statements, manual, departures } = difference(kinds, expected, renames, online);
  return { statements: renamedFirst(kinds, renames.statements, statements, departures), manual };
}

/** @returns besides, those of the statements that have to come before what is renamed */
function difference(
  kinds: KindRegistry,
  expected: Snapshot,
  { actual, statements: renamings }: Pick<Renames, "actual" | "statements">,
  online: boolean,
): Remediation & { readonly departures: readonly RemediationStatement[] } {
  const all = diff(expected, actual);
  if (all.length === 0) return { statements: [], manual: [], departures: [] };
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
  const plan = new Plan(kinds, sides, { moved, carried, joints });
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
  const { steps, leftOut } = untied(kinds, partsOutOfTheWay(kinds, stepsOf(kinds, plan.decide()), plan), plan);
  const renamed = renamings.map(({ address }) => address);
  const told = standingWithin(steps, renamed, plan);
  const known = proved(kinds, told, changes, renamed, plan);
  const placed = inPlace(kinds, known, changes, plan, online);
  const chosen = online ? placed.map((step) => gently(kinds, step, plan)) : placed;
  const statements = inSequence(kinds, chosen, plan, spelled);
  return {
    statements,
    departures: departing(kinds, renamings, chosen, statements, plan),
    manual: [...plan.manual, ...heldBack(kinds, waiting, sides), ...knotted(kinds, leftOut)],
  };
}

const FILLED_IN = "it belongs to the one above now, and no statement takes it out: accept it, or build both anew";

/** What is known of tables that get another place. */
interface Placing {
  readonly moved: ReadonlyMap<string, readonly string[]>;
  readonly carried: ReadonlySet<Altered>;
  readonly joints: readonly Joint[];
}

/** What the changes come to, object by object. */
class Plan implements Decisions {
  readonly expected: Relations;
  readonly actual: Relations;
  readonly drops = new Set<string>();
  readonly creates = new Set<string>();
  readonly alters = new Map<string, Statement[]>();
  readonly leaves = new Map<string, readonly Statement[]>();
  readonly released = new Set<string>();
  readonly converted = new Map<string, StandIn>();
  readonly moved: ReadonlyMap<string, readonly string[]>;
  readonly leftBehind: ReadonlySet<string>;
  readonly manual: ManualStep[] = [];
  readonly #kinds: KindRegistry;
  /** Those that answer otherwise from then on. */
  readonly #answering = new Set<string>();
  readonly #carried: ReadonlyMap<string, readonly Altered[]>;
  readonly #joints: ReadonlyMap<string, readonly Joint[]>;
  readonly #joining: ReadonlyMap<string, Joint>;

  constructor(
    kinds: KindRegistry,
    { expected, actual }: Pick<Decisions, "expected" | "actual">,
    { moved, carried, joints }: Placing,
  ) {
    this.#kinds = kinds;
    this.expected = expected;
    this.actual = actual;
    this.moved = moved;
    this.leftBehind = leftBehind(kinds, this);
    this.#carried = groupBy(carried, ({ address }) => address);
    this.#joints = groupBy(joints, ({ cause }) => cause.address);
    this.#joining = new Map(joints.map((joint) => [joint.change.address, joint]));
  }

  take(change: Change): void {
    if (change.verb === "added") this.#drop(change.address);
    else if (change.verb === "removed") this.creates.add(change.address);
    else this.#alter(change);
  }

  decide(): Decisions {
    for (const address of this.leftBehind) this.#drop(address);
    // Those that come on account of what is dropped meanwhile are among them.
    for (const address of this.creates)
      if (comesAnew(this.#kinds, this.expected.get(address)))
        for (const leader of this.expected.leaders(address)) this.#drop(leader);
    for (const address of [...this.drops, ...this.creates])
      for (const said of [this.alters, this.leaves, this.released, this.converted]) said.delete(address);
    for (const address of this.creates) this.#leaveToPerson(address);
    for (const address of this.#answering) if (this.alters.has(address)) this.#renew(address);
    this.#retie();
    return this;
  }

  /** What a person has to create, or to complete; what stands on an object that a person creates is left out. */
  #leaveToPerson(address: string): void {
    const { address: at, spec, facts } = this.expected.get(address);
    const { madeByHand, byHand, clause } = this.#kinds.get(at.kind);
    // What is made together with its parent is whole from the start.
    if (this.creates.has(this.expected.parent(address) ?? "") && (clause?.(at, spec, [], facts) ?? null) !== null)
      return;
    if (madeByHand === undefined) this.manual.push(...byHand(at, spec, facts).map((rest) => ({ address, ...rest })));
    else {
      this.manual.push({ address, attribute: null, reason: madeByHand });
      this.#leaveOut(address);
    }
  }

  #leaveOut(address: string): void {
    if (!this.creates.delete(address)) return;
    for (const other of [...this.expected.children(address), ...this.expected.neededBy(address)]) this.#leaveOut(other);
  }

  #alter({ address, attribute, expected, actual, from }: Altered): void {
    const rule = this.#kinds.get(expected.address.kind).rule(attribute);
    const settled = this.#carried.get(address) ?? [];
    const standing = {
      ...actual.spec,
      ...Object.fromEntries(settled.map((change) => [change.attribute, change.from])),
    };
    const remedy = rule.remedy(expected.address, from, alterationOf(actual, expected, standing));
    if (remedy === "recreate") this.#drop(address);
    else if ("manual" in remedy) this.manual.push({ address, attribute, reason: remedy.manual });
    else this.#say(address, this.#around(address, attribute, remedy));
    if (rule.answers) this.#answering.add(address);
    if (rule.passesOn === "always" && Array.isArray(remedy)) this.#keep(address, attribute, from);
    if (!rule.disturbsDependents || !Array.isArray(remedy)) return;
    for (const disturbed of [address, ...this.actual.led(address)])
      for (const dependent of this.actual.neededBy(disturbed)) {
        const { address, spec } = this.actual.get(dependent);
        if (!this.#kinds.get(address.kind).adapts(spec)) this.#take(dependent);
      }
  }

  /** Where a table is attached or detached: what brings it to its place, once it has left the other. */
  #around(address: string, attribute: string, remedy: readonly Statement[]): readonly Statement[] {
    const left = this.moved.get(address);
    if (!left || !this.#kinds.get(kindOf(address)).rule(attribute).isPlace) return remedy;
    const joints = this.#joints.get(address) ?? [];
    const { leave, come } = moving(this.#kinds, this, { address, attribute, left, joints }, remedy);
    this.leaves.set(address, leave);
    return come;
  }

  /** What follows the object and shall not follow it in this says so again: PostgreSQL carries the change down to it. */
  #keep(address: string, attribute: string, value: Canonical): void {
    for (const follower of this.actual.led(address)) {
      const [actual, expected] = [this.actual.get(follower), this.expected.objects.get(follower)];
      const kept = actual.spec[attribute] ?? null;
      if (!expected || encode(kept) !== encode(expected.spec[attribute] ?? null) || encode(kept) === encode(value))
        continue;
      const spec = { ...actual.spec, [attribute]: value };
      const { remedy } = this.#kinds.get(actual.address.kind).rule(attribute);
      const again = remedy(actual.address, kept, alterationOf(actual, expected, spec));
      if (Array.isArray(again)) this.#say(follower, again);
    }
  }

  /** What others hold of the answers that it gave. */
  #renew(altered: string): void {
    const keepers = keepersOf(this.#kinds, altered, this);
    for (const { address, keeping } of keepers) {
      // What is to be a part, or was one, is the table's by then.
      const joint = this.#joining.get(address);
      const holder = this.expected.objects.has(address) ? address : this.actual.parent(address);
      if (!keepers.some((other) => other.address === joint?.whole)) this.#say(holder ?? address, keeping.again);
    }
    for (const { change, cause, whole } of this.#joining.values())
      if (change.verb === "removed" && keepers.some((keeper) => keeper.address === whole))
        this.#say(cause.address, this.#keeping(objectOf(change)));
    const statements = this.alters.get(altered);
    if (statements) this.alters.set(altered, advised(this.#kinds, statements, keepers, this));
  }

  #keeping = ({ address, spec, facts }: CatalogueObject): readonly Statement[] =>
    this.#kinds.get(address.kind).keeps(address, spec, facts)?.again ?? [];

  /** Several attributes may need one statement between them: it is said once. */
  #say(address: string, statements: readonly Statement[]): void {
    const said = this.alters.get(address) ?? [];
    const fresh = statements.filter(({ sql }) => !said.some((other) => other.sql === sql));
    this.alters.set(address, [...said, ...fresh]);
  }

  /** Takes an object down with all that stands on it; whatever of that is expected is built again. */
  #drop(address: string): void {
    if (this.drops.has(address) || !this.actual.objects.has(address)) return;
    this.drops.add(address);
    if (this.expected.objects.has(address)) this.creates.add(address);
    // What leaves for another place stays, with all its rows: a partition that is detached before its parent goes.
    const leaves = (other: string | undefined) => other !== undefined && this.moved.has(other);
    for (const child of this.actual.children(address))
      if (!leaves(child) && !this.#goesElsewhere(child, address)) this.#drop(child);
    for (const follower of this.actual.followers(address))
      if (!leaves(this.actual.parent(follower))) this.#drop(follower);
    const object = this.actual.get(address);
    const { standIn: standInOf } = this.#kinds.get(object.address.kind);
    const again = this.expected.objects.get(address);
    const standIn = again ? standInOf(object.address, alterationOf(object, again)) : null;
    for (const dependent of this.actual.neededBy(address)) this.#take(dependent, standIn);
  }

  /** Whether it leaves the place it is in before that goes: an extension its schema, a sequence the column it belongs to. */
  #goesElsewhere(child: string, from: string): boolean {
    const to = this.expected.parent(child);
    if (to === undefined || to === from || kindOf(child) === kindOf(from)) return false;
    return kindOf(to) === kindOf(from) || (this.actual.isWithin(from, to) && !this.drops.has(to));
  }

  /** Takes a dependent down; one that holds data is not rebuilt for another's sake but made to let go of it. */
  #take(dependent: string, standIn: StandIn | null = null): void {
    const object = this.actual.get(dependent);
    const kind = this.#kinds.get(object.address.kind);
    if (holdsNothing(kind, object, this.expected.objects.get(dependent))) this.#drop(dependent);
    else if (kind.release && this.expected.objects.has(dependent) && !this.moved.has(dependent)) {
      this.released.add(dependent);
      if (standIn !== null) this.#convert(dependent, standIn);
    }
  }

  /** Its values stand as those of another type while their own is built anew: what is made of them goes meanwhile. */
  #convert(address: string, standIn: StandIn): void {
    const [{ address: at, spec }, expected] = [this.actual.get(address), this.expected.get(address)];
    if (!this.#kinds.get(at.kind).release?.(at, spec, expected.spec, standIn).conversion) return;
    this.converted.set(address, standIn);
    for (const disturbed of [address, ...this.actual.led(address)])
      for (const dependent of this.actual.neededBy(disturbed)) this.#take(dependent);
  }

  /** What is said about two objects is said again when one of them is built anew. */
  #retie(): void {
    for (const [address, object] of this.expected.objects) {
      const { ties } = this.#kinds.get(kindOf(address));
      if (!ties || this.creates.has(address)) continue;
      for (const tie of ties(object.address, object.spec)) {
        const to = encodeAddress(tie.to);
        if (this.drops.has(to) || (tie.evenIfAltered && this.alters.has(to))) this.#say(address, tie.statements);
      }
    }
  }
}
