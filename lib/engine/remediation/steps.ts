/** What has to go, be altered and come, as steps that know which others must have run. */

import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Kind } from "../../core/registered.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import { differing } from "../diff/differing.ts";
import { isLacked, losing, standingBefore } from "../structure/anew.ts";
import { Copies } from "./copies.ts";
import { Creations } from "./creations.ts";
import type { Decisions } from "./decisions.ts";
import { FreedNames } from "./freed-names.ts";
import type { Step } from "./order.ts";
import { PartPlaces } from "./part-places.ts";
import { passedOnWithin } from "./passed-on.ts";
import { Referrals } from "./referrals.ts";
import { Takers } from "./takers.ts";

export interface PlannedStep extends Step {
  readonly verb: Verb | "replace" | "aside" | "discard";
  readonly address: string;
  readonly statements: readonly Statement[];
  /** Those of `after` that it could do without. */
  readonly rather?: ReadonlySet<string>;
}

type Verb = "release" | "away" | "outline" | "drop" | "leave" | "alter" | "shell" | "create" | "back" | "restore";
const PHASE: Record<Verb, number> = {
  ...{ release: 0, away: 0, outline: 0, drop: 1, leave: 2, alter: 2, shell: 3, create: 3, back: 3, restore: 4 },
};
const idOf = (verb: Verb, address: string) => `${verb} ${address}`;

export function stepsOf(kinds: KindRegistry, decisions: Decisions): PlannedStep[] {
  const steps = new Steps(kinds, decisions);
  return [
    ...Array.from(decisions.released, (address) => steps.release(address)),
    ...Array.from(decisions.converted.keys(), (address) => steps.away(address)),
    ...Array.from(decisions.drops, (address) => steps.drop(address)),
    ...Array.from(decisions.leaves.keys(), (address) => steps.leave(address)),
    ...Array.from(decisions.alters.keys(), (address) => steps.alter(address)),
    ...Array.from(decisions.converted.keys(), (address) => steps.back(address)),
    ...Array.from(decisions.released, (address) => steps.restore(address)),
    ...steps.creations(),
  ];
}

class Steps {
  readonly #kinds: KindRegistry;
  readonly #to: Decisions;
  readonly #creations: Creations;
  readonly #takers: Takers;
  readonly #places: PartPlaces;
  readonly #freed: FreedNames;
  readonly #referrals: Referrals;
  readonly #passed: ReadonlyMap<string, readonly string[]>;

  constructor(kinds: KindRegistry, decisions: Decisions) {
    this.#kinds = kinds;
    this.#passed = passedOnWithin(decisions.actual);
    this.#to = decisions;
    this.#takers = new Takers(kinds, decisions);
    this.#places = new PartPlaces(kinds, decisions, this.#takers);
    this.#creations = new Creations(kinds, decisions);
    this.#freed = new FreedNames(kinds, decisions, this.#takers);
    this.#referrals = new Referrals(kinds, decisions);
  }

  release(address: string): PlannedStep {
    const { actual, released } = this.#to;
    const { before, parts = [] } = this.#grip(address);
    if (parts.length === 0) return this.#step("release", address, [], before);
    const leaders = this.#isFreed(address) ? [] : actual.leaders(address).filter((leader) => released.has(leader));
    const freed = [address, ...actual.led(address)].filter((other) => this.#isFreed(other));
    const after = freed.map((other) => idOf("leave", actual.parent(other) ?? ""));
    return this.#step("release", address, after, leaders.length > 0 ? before : [...parts, ...before]);
  }

  restore(address: string): PlannedStep {
    const after = this.#needed(address).flatMap((other) => [idOf("create", other), idOf("alter", other)]);
    const said = new Set(this.#to.alters.get(address)?.map(({ sql }) => sql));
    const statements = this.#grip(address).after.filter(({ sql }) => !said.has(sql));
    return this.#step("restore", address, [idOf("alter", address), idOf("back", address), ...after], statements);
  }

  /** The values of a column that follows another one go the way of those. */
  away(address: string): PlannedStep {
    const { actual } = this.#to;
    const leaders = this.#leading(address);
    const of = [address, ...actual.led(address)];
    const after = [
      ...leaders.map((leader) => idOf("away", leader)),
      ...of.map((other) => idOf("release", other)),
      ...(this.#isFreed(address) ? [idOf("leave", actual.parent(address) ?? "")] : []),
      ...of.flatMap((other) => [...actual.neededBy(other)]).map((other) => idOf("drop", this.#takers.of(other))),
    ];
    return this.#step("away", address, after, leaders.length > 0 ? [] : (this.#grip(address).conversion?.away ?? []));
  }

  back(address: string): PlannedStep {
    const leaders = this.#leading(address);
    const after = [
      ...[...leaders.map((leader) => idOf("back", leader)), idOf("away", address)],
      ...this.#needed(address).flatMap((other) => [idOf("create", other), idOf("alter", other)]),
    ];
    return this.#step("back", address, after, leaders.length > 0 ? [] : (this.#grip(address).conversion?.back ?? []));
  }

  /** Whether its table is detached, and can be told by itself from then on. */
  #isFreed(address: string): boolean {
    const { actual, moved } = this.#to;
    return moved.has(actual.parent(address) ?? "") && actual.leaders(address).length > 0;
  }

  #leading = (address: string): string[] =>
    this.#isFreed(address) ? [] : this.#to.actual.leaders(address).filter((leader) => this.#to.converted.has(leader));

  drop(address: string): PlannedStep {
    const { actual, expected, creates, released, moved } = this.#to;
    const object = actual.get(address);
    const own = this.#takers.of(address);
    const inside = [...actual.children(address), ...actual.lodgers(address)];
    const before = [...actual.neededBy(address), ...inside].flatMap((other) => {
      if (released.has(other)) return [idOf("release", other), idOf("away", other), ...this.#parting(other, address)];
      // What goes with another is only gone when that is.
      const taker = this.#takers.of(other);
      return [idOf("drop", taker === own ? other : taker), idOf(moved.has(other) ? "leave" : "alter", other)];
    });
    // What a table is to keep when it is detached, it keeps only if the table above still has it by then.
    const parent = actual.parent(address);
    for (const [other, places] of moved)
      if (parent !== undefined && places.includes(parent) && actual.get(other).address.kind !== object.address.kind)
        before.push(idOf("leave", other));
    // What it has of a table that it leaves is its own only then; what deviates is a part again once it is back.
    const left = parent !== undefined && moved.has(parent) && actual.arises(address);
    if (own === address && parent !== undefined && (left || this.#places.isParted(address)))
      before.push(idOf(this.#places.isPart(address) ? "alter" : "leave", parent));
    // What was inherited, and is the object's own as well, can go once it is nothing but that.
    const alone = own === address && !this.#kindOf(object).satellite && !actual.arises(address);
    const inherited = alone ? actual.leaders(address).filter((leader) => !actual.isWithin(address, leader)) : [];
    before.push(...inherited.map((leader) => idOf("drop", this.#takers.of(leader))));
    // What goes along with it from below lets go first; so does the key of a partition that goes with its table.
    const parts = this.#takers.partsOf(address);
    const below = new Set(this.#kindOf(object).satellite ? [] : [...actual.allLed(address), ...parts]);
    for (const other of below) {
      const by = this.#takers.of(other);
      if (by === own || (alone && !below.has(by))) before.push(idOf("drop", by === own ? other : by));
    }
    before.push(...this.#passedOn(address));
    const facts = { ...object.facts, ...(!this.#keeps(object) && { takes: null }), cascades: parts.size > 0 };
    const goes = own !== address || this.#to.leftBehind.has(address) || this.#places.isLeft(address);
    const statements = goes ? [] : this.#kindOf(object).drop(object.address, object.spec, facts);
    const comes = creates.has(address) ? expected.get(address) : undefined;
    return this.#step("drop", address, before, losing(this.#kindOf(object), object, comes, statements));
  }

  /** Whether what the object takes in when it goes is left to it: nobody expects it by itself. */
  #keeps({ facts: { takes } }: CatalogueObject): boolean {
    const { expected, actual, drops } = this.#to;
    return typeof takes === "string" && actual.objects.has(takes) && !expected.objects.has(takes) && !drops.has(takes);
  }

  /** An alteration after which the object stands on the other no more: of a type, where letting go is of a default. */
  #parting(address: string, other: string): string[] {
    const { actual, alters, converted, expected } = this.#to;
    const parts = alters.has(address) && !converted.has(address) && !expected.needs(address).has(other);
    // What takes the name of the other, or needs what does, has let go of it by then; but no column lets go of its type.
    const { sweepsData } = this.#kindOf(actual.get(other));
    const waits = this.#freed.before([address], !sweepsData).includes(idOf("drop", this.#takers.of(other)));
    return parts && !waits ? [idOf("alter", address)] : [];
  }

  leave(address: string): PlannedStep {
    const after = [
      ...this.#strangers(address).map((other) => idOf("drop", other)),
      ...[...this.#places.beforeLeaving(address), ...this.#passedOn(address)],
    ];
    return this.#step("leave", address, after, this.#to.leaves.get(address) ?? []);
  }

  /** Of two that need each other (a default and the sequence its column owns), the column lets go first. */
  #strangers(address: string): string[] {
    const { actual } = this.#to;
    return [...actual.neededBy(address)].filter((other) => !actual.needs(address).has(other));
  }

  alter(address: string): PlannedStep {
    const { expected, actual, alters, moved } = this.#to;
    // A table is attached, or made to inherit, when it and the one above have the columns for it.
    const shared = [...expected.children(address)].filter(
      (child) =>
        !this.#places.isPart(child) &&
        (expected.arises(child) || (moved.has(address) && expected.leaders(child).length > 0)),
    );
    // Until it is detached, its columns are not its own.
    const parent = actual.parent(address);
    const freed = parent !== undefined && moved.has(parent) && actual.arises(address) && !expected.arises(address);
    const goingFrom = this.#strangers(address).flatMap((other) => [idOf("drop", other), idOf("release", other)]);
    const after = [
      ...goingFrom,
      ...(["release", "back", "leave"] as const).map((verb) => idOf(verb, address)),
      ...this.#places.beforeComing(address),
      // A table is attached without columns that those above have not.
      ...(moved.has(address)
        ? [...actual.children(address)].filter((child) => actual.arises(child) && !this.#places.isPart(child))
        : []
      ).map((child) => idOf("drop", child)),
      ...[...this.#needed(address), expected.parent(address) ?? ""]
        .filter((other) => !this.#creations.isTiedLate(address, other))
        .map((other) => idOf("create", other)),
      ...[...expected.needs(address)].flatMap((other) =>
        expected.needs(other).has(address) ? [] : [idOf("alter", other), idOf("back", other)],
      ),
      ...expected.leaders(address).map((leader) => idOf("alter", leader)),
      ...(freed ? [idOf("leave", parent)] : []),
      ...this.#places.first(address).map((other) => idOf("alter", other)),
      // A table is attached with columns of the type that those above have.
      ...(moved.has(address) ? [...actual.children(address)] : [])
        .filter((child) => !this.#isFreed(child))
        .flatMap((child) => [child, ...expected.allLeaders(child)])
        .map((other) => idOf("back", other)),
      ...shared
        .flatMap((child) => [child, ...expected.allLeaders(child)])
        .flatMap((other) => [idOf("create", other), idOf("alter", other)]),
      ...this.#freed.before([address]),
    ];
    after.push(...this.#passedOn(address), ...this.#referrals.beforeAltering(address));
    const { before, parts = [] } = this.#to.released.has(address) ? this.#grip(address) : { before: [] };
    const parted = new Set([...parts, ...before].map(({ sql }) => sql));
    const said = (alters.get(address) ?? []).filter(({ sql }) => !parted.has(sql));
    const step = this.#step("alter", address, after, [...said, ...this.#creations.surplusOfAltered(address)]);
    return this.#isDisturbing(address) ? step : { ...step, rather: new Set(goingFrom) };
  }

  /** Whether PostgreSQL refuses to alter it while anything stands on it. */
  #isDisturbing(address: string): boolean {
    const [actual, expected] = [this.#to.actual.get(address), this.#to.expected.get(address)];
    const { rule } = this.#kindOf(expected);
    return differing(this.#kinds, actual, expected.spec).some((name) => rule(name).disturbsDependents);
  }

  /** What it needs, and that with which some of it comes: a column is made with its table. */
  #needed(address: string): string[] {
    const needs = [...this.#to.expected.needs(address)];
    return [...new Set(needs.flatMap((other) => [other, this.#creations.host(other)]))];
  }

  #passedOn = (address: string): string[] =>
    (this.#passed.get(address) ?? []).flatMap((other) => [idOf("drop", other), idOf("alter", other)]);

  *creations(): Iterable<PlannedStep> {
    const { expected, creates } = this.#to;
    const copies = new Copies(this.#kinds, expected, creates);
    for (const address of creates) {
      if (this.#creations.host(address) !== address) continue;
      // Its children start out as what they follow is by then.
      const led = [...expected.children(address)]
        .filter((child) => expected.arises(child))
        .flatMap(expected.leaders)
        .filter((leader) => !isLacked(this.#kinds, expected, leader));
      const members = [address, ...this.#creations.members(address)];
      const before = [...standingBefore(this.#kinds, expected, address), ...copies.before(address)];
      const needs = [...members.flatMap((member) => this.#needsFirst(member)), ...led, ...before];
      const first = needs.map((other) => this.#creations.host(other)).filter((other) => other !== address);
      const after = [
        ...[idOf("drop", address), idOf("shell", address)],
        ...(this.#to.drops.has(address) ? [idOf("drop", this.#takers.of(address))] : []),
        idOf("leave", expected.parent(address) ?? ""),
        ...this.#places.first(address).map((other) => idOf("alter", other)),
        ...[...expected.owners(address)].map((other) => idOf("shell", other)),
        ...first.flatMap((other) => [idOf("create", other), idOf("alter", other), idOf("back", other)]),
        ...led.map((leader) => idOf("restore", leader)),
        ...[...this.#freed.before(members), ...members.flatMap(this.#referrals.beforeCreating)],
        ...copies.mistakenFor(address).map((own) => idOf("drop", own)),
      ];
      yield* this.#shell(address);
      const step = this.#step("create", address, after, this.#creations.statements(address));
      const { position } = expected.get(address).facts;
      yield typeof position === "number" ? { ...step, weight: [...step.weight, position] } : step;
    }
  }

  *#shell(address: string): Iterable<PlannedStep> {
    const object = this.#to.expected.get(address);
    const statements = this.#kindOf(object).shell(object.address, object.spec);
    const parent = this.#to.expected.parent(address) ?? "";
    if (statements.length > 0)
      yield this.#step("shell", address, [idOf("drop", address), idOf("create", parent)], statements);
  }

  #step(verb: Verb, address: string, after: readonly string[], statements: readonly Statement[]): PlannedStep {
    const { expected, actual } = this.#to;
    const rank = this.#kindOf((verb === "drop" ? actual : expected).get(address)).rank;
    return {
      id: idOf(verb, address),
      verb,
      address,
      weight: [PHASE[verb], verb === "drop" ? -rank : rank],
      after: new Set(after),
      statements,
    };
  }

  #grip(address: string) {
    const [actual, expected] = [this.#to.actual.get(address), this.#to.expected.get(address)];
    const standIn = this.#to.converted.get(address) ?? null;
    const { release } = this.#kindOf(expected);
    return release?.(expected.address, actual.spec, expected.spec, standIn) ?? { before: [], after: [] };
  }

  /** What must exist before the object does. Of two that need each other, the one owned comes first and is tied late. */
  #needsFirst(address: string): string[] {
    const { expected, moved } = this.#to;
    const needs = [...expected.needs(address)];
    const parent = expected.parent(address);
    // A column that a table lacks is made before the table is attached.
    if (parent !== undefined && moved.has(parent) && expected.arises(address)) return needs;
    const above = [
      ...(parent === undefined ? [] : [parent]),
      ...expected.lodgings(address),
      ...(expected.arises(address) ? expected.leaders(address) : []),
    ];
    const late = new Set([...expected.owners(address), ...above].filter((other) => expected.needs(other).has(address)));
    return [...needs, ...above].filter((other) => !late.has(other));
  }

  #kindOf(object: CatalogueObject): Kind {
    return this.#kinds.get(object.address.kind);
  }
}
