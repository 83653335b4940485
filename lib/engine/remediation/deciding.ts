/** What changes come to, object by object: what has to go, to be altered, to come. */

import { encodeAddress, kindOf } from "../../core/address.ts";
import { type Canonical, encode } from "../../core/canonical.ts";
import { type Altered, alterationOf, type Change, objectOf } from "../../core/change.ts";
import { groupBy } from "../../core/group-by.ts";
import type { Remedy } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";

import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import type { Joint } from "../consequences/joints.ts";
import { comesAnew, holdsNothing } from "../structure/anew.ts";
import { leftBehind } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";
import type { ManualStep } from "./by-hand.ts";
import { Copies } from "./copies.ts";
import type { Converted, Decisions } from "./decisions.ts";
import { advised, keepersOf } from "./keepers.ts";
import { moving } from "./moving.ts";
import { ownParts, partsGoing } from "./own-parts.ts";
import { Successors } from "./successors.ts";

/** What is known of tables that get another place. */
export interface Placing {
  readonly moved: ReadonlyMap<string, readonly string[]>;
  readonly carried: ReadonlySet<Altered>;
  readonly joints: readonly Joint[];
  /** All that statements are to bring about. */
  readonly asked: readonly Change[];
}

/** What the changes come to, object by object. */
export class Plan implements Decisions {
  readonly expected: Relations;
  readonly actual: Relations;
  readonly drops = new Set<string>();
  readonly creates = new Set<string>();
  readonly alters = new Map<string, Statement[]>();
  readonly leaves = new Map<string, readonly Statement[]>();
  readonly released = new Set<string>();
  readonly converted = new Map<string, Converted>();
  readonly moved: ReadonlyMap<string, readonly string[]>;
  readonly leftBehind: ReadonlySet<string>;
  readonly manual: ManualStep[] = [];
  readonly #kinds: KindRegistry;
  /** Those that answer otherwise from then on. */
  readonly #answering = new Set<string>();
  readonly #carried: ReadonlyMap<string, readonly Altered[]>;
  readonly #asked: ReadonlyMap<string, readonly Change[]>;
  readonly #joints: ReadonlyMap<string, readonly Joint[]>;
  readonly #joining: ReadonlyMap<string, Joint>;
  readonly #successors: Successors;

  constructor(
    kinds: KindRegistry,
    { expected, actual }: Pick<Decisions, "expected" | "actual">,
    { moved, carried, joints, asked }: Placing,
  ) {
    this.#kinds = kinds;
    this.expected = expected;
    this.actual = actual;
    this.#successors = new Successors(kinds, this);
    this.moved = moved;
    this.leftBehind = leftBehind(kinds, this);
    this.#carried = groupBy(carried, ({ address }) => address);
    this.#asked = groupBy(asked, ({ address }) => address);
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
    this.#makeWayForCopies();
    for (const [part, whole] of partsGoing(this.#kinds, this))
      if (this.drops.has(whole)) this.#drop(part);
      else if (this.drops.has(part)) this.#drop(whole);
    for (const address of [...this.drops, ...this.creates])
      for (const said of [this.alters, this.leaves, this.released, this.converted]) said.delete(address);
    for (const address of this.creates) this.#leaveToPerson(address);
    for (const address of this.#answering) if (this.alters.has(address)) this.#renew(address);
    this.#retie();
    return this;
  }

  /** What PostgreSQL would take for a copy of what comes above goes, and comes back once that is there. */
  #makeWayForCopies(): void {
    const copies = new Copies(this.#kinds, this.expected, new Set(this.creates));
    for (const copied of [...this.creates])
      for (const own of copies.mistakenFor(copied)) if (!this.creates.has(own)) this.#drop(own);
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

  #remedy({ address, attribute, expected, actual, from }: Altered): Remedy {
    const settled = this.#carried.get(address) ?? [];
    const standing = {
      ...actual.spec,
      ...Object.fromEntries(settled.map((change) => [change.attribute, change.from])),
    };
    const { remedy } = this.#kinds.get(expected.address.kind).rule(attribute);
    return remedy(expected.address, from, alterationOf(actual, expected, standing));
  }

  #alter(change: Altered): void {
    const { address, attribute, expected, from } = change;
    const rule = this.#kinds.get(expected.address.kind).rule(attribute);
    const remedy = this.#remedy(change);
    if (remedy === "recreate") this.#drop(address);
    else if ("manual" in remedy) this.manual.push({ address, attribute, reason: remedy.manual });
    else this.#say(address, this.#around(address, attribute, remedy));
    if (rule.answers) this.#answering.add(address);
    if (rule.passesOn === "always" && Array.isArray(remedy)) this.#keep(address, attribute, from);
    if (!rule.disturbsDependents || !Array.isArray(remedy)) return;
    const own = ownParts(this.#kinds, this.actual);
    for (const disturbed of [address, ...this.actual.led(address)])
      for (const dependent of this.actual.neededBy(disturbed)) {
        const { address, spec } = this.actual.get(dependent);
        // PostgreSQL builds what it keeps anew by itself, but not together with what is of another kind.
        if (own.has(dependent) || !this.#kinds.get(address.kind).adapts(spec, false)) this.#take(dependent);
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
    const found = again ? standInOf(object.address, alterationOf(object, again)) : this.#successors.standIn(object);
    const standIn = found && { ...found, of: address };
    for (const dependent of this.actual.neededBy(address))
      if (!this.#parts(dependent, address)) this.#take(dependent, standIn);
  }

  /** Whether it is altered where it stands, and stands no longer on what goes for good then: a function that calls another one. */
  #parts(dependent: string, from: string): boolean {
    const kind = this.#kinds.get(kindOf(dependent));
    const changes = this.#asked.get(dependent) ?? [];
    // A right that another one was given on is taken back with it, and given again.
    if (kind.satellite || kind.release || changes.length === 0 || this.expected.objects.has(from)) return false;
    if (!changes.every((change) => change.verb === "altered" && Array.isArray(this.#remedy(change)))) return false;
    const coming = new Set([dependent]);
    for (const other of coming)
      for (const next of [...this.expected.needs(other), this.expected.parent(other) ?? ""])
        if (this.expected.objects.has(next) && !this.actual.objects.has(next)) coming.add(next);
    coming.delete(dependent);
    // What takes the name of the other cannot be there before that has gone.
    const occupied = ({ address, spec }: CatalogueObject) => this.#kinds.get(address.kind).occupies(address, spec);
    const names = new Set<string>();
    for (let at: string | undefined = from; at !== undefined; at = this.actual.parent(at))
      for (const name of occupied(this.actual.get(at))) names.add(name);
    const isTaken = (other: string, by: ReadonlySet<string>) =>
      occupied(this.expected.get(other)).some((name) => by.has(name));
    if ([...coming].some((other) => isTaken(other, names))) return false;
    // Nor can a call tell it from another one that takes the same arguments.
    const own = new Set(occupied(this.actual.get(from)));
    return ![...this.expected.needs(dependent)].some(
      (other) => this.expected.objects.has(other) && isTaken(other, own),
    );
  }

  /** Whether it leaves the place it is in before that goes: an extension its schema, a sequence the column it belongs to. */
  #goesElsewhere(child: string, from: string): boolean {
    const to = this.expected.parent(child);
    if (to === undefined || to === from || kindOf(child) === kindOf(from)) return false;
    return kindOf(to) === kindOf(from) || (this.actual.isWithin(from, to) && !this.drops.has(to));
  }

  /** Takes a dependent down; one that holds data is not rebuilt for another's sake but made to let go of it. */
  #take(dependent: string, standIn: Converted | null = null): void {
    const object = this.actual.get(dependent);
    const kind = this.#kinds.get(object.address.kind);
    if (holdsNothing(kind, object, this.expected.objects.get(dependent))) this.#drop(dependent);
    else if (kind.release && this.expected.objects.has(dependent) && !this.moved.has(dependent)) {
      this.released.add(dependent);
      if (standIn !== null) this.#convert(dependent, standIn);
    }
  }

  /** Its values stand as those of another type while their own is built anew: what is made of them goes meanwhile. */
  #convert(address: string, standIn: Converted): void {
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
