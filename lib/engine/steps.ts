/** What has to go, be altered and come, as steps that know which others must have run. */

import { encodeAddress } from "../core/address.ts";
import { encode } from "../core/canonical.ts";
import { encodeSpec } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Kind } from "../core/registered.ts";
import type { CatalogueObject } from "../core/snapshot.ts";
import type { Statement } from "../core/statement.ts";
import type { Step } from "./order.ts";
import type { Relations } from "./relations.ts";
import { Takers } from "./takers.ts";

/** Addresses by what becomes of them. */
export interface Decisions {
  readonly expected: Relations;
  readonly actual: Relations;
  readonly drops: ReadonlySet<string>;
  readonly alters: ReadonlyMap<string, readonly Statement[]>;
  readonly creates: ReadonlySet<string>;
  /** Those that let go of what is rebuilt under them, and take hold again. */
  readonly released: ReadonlySet<string>;
}

export interface PlannedStep extends Step {
  readonly address: string;
  readonly statements: readonly Statement[];
}

type Verb = "release" | "drop" | "alter" | "create" | "restore";
const PHASE: Record<Verb, number> = { release: 0, drop: 1, alter: 2, create: 3, restore: 4 };
const idOf = (verb: Verb, address: string) => `${verb} ${address}`;

export function stepsOf(kinds: KindRegistry, decisions: Decisions): PlannedStep[] {
  const steps = new Steps(kinds, decisions);
  return [
    ...Array.from(decisions.released, (address) => steps.release(address)),
    ...Array.from(decisions.drops, (address) => steps.drop(address)),
    ...Array.from(decisions.alters.keys(), (address) => steps.alter(address)),
    ...Array.from(decisions.released, (address) => steps.restore(address)),
    ...steps.creations(),
  ];
}

class Steps {
  readonly #kinds: KindRegistry;
  readonly #to: Decisions;
  /** Children that are spelled inside their parent's statement, by that parent. */
  readonly #inside = new Map<string, string[]>();
  readonly #takers: Takers;

  constructor(kinds: KindRegistry, decisions: Decisions) {
    this.#kinds = kinds;
    this.#to = decisions;
    this.#takers = new Takers(kinds, decisions.actual, decisions.drops);
    for (const address of decisions.creates) {
      const host = this.#absorbed(address);
      if (host) this.#inside.set(host, [...(this.#inside.get(host) ?? []), address]);
    }
  }

  release(address: string): PlannedStep {
    return this.#step("release", address, [], this.#grip(address).before);
  }

  restore(address: string): PlannedStep {
    const { expected } = this.#to;
    const after = [...expected.needs(address)].flatMap((other) => [idOf("create", other), idOf("alter", other)]);
    const said = new Set(this.#to.alters.get(address)?.map(({ sql }) => sql));
    const statements = this.#grip(address).after.filter(({ sql }) => !said.has(sql));
    return this.#step("restore", address, [idOf("alter", address), ...after], statements);
  }

  drop(address: string): PlannedStep {
    const { actual, released } = this.#to;
    const object = actual.get(address);
    const own = this.#takers.of(address);
    const before = [...actual.neededBy(address), ...actual.children(address)].flatMap((other) => {
      if (released.has(other)) return [idOf("release", other)];
      // What goes with another is only gone when that is.
      const taker = this.#takers.of(other);
      return [idOf("drop", taker === own ? other : taker), idOf("alter", other)];
    });
    const statements = own === address ? this.#kindOf(object).drop(object.address, object.spec, object.facts) : [];
    return this.#step("drop", address, before, statements);
  }

  alter(address: string): PlannedStep {
    const { expected, actual, alters } = this.#to;
    // Of two that need each other (a default and the sequence its column owns), the column lets go first.
    const dropped = [...actual.neededBy(address)].filter((other) => !actual.needs(address).has(other));
    const led = expected.leaders(address).map((leader) => idOf("alter", leader));
    // A table is attached, or made to inherit, when it and the one above have the columns for it.
    const shared = [...expected.children(address)].filter((child) => expected.arises(child));
    const after = [
      ...dropped.map((other) => idOf("drop", other)),
      ...[...expected.needs(address), expected.parent(address) ?? ""].map((other) => idOf("create", other)),
      ...led,
      ...shared.flatMap((child) => [child, ...expected.leaders(child)]).map((other) => idOf("create", other)),
    ];
    return this.#step("alter", address, after, alters.get(address) ?? []);
  }

  *creations(): Iterable<PlannedStep> {
    const { expected, creates } = this.#to;
    for (const address of creates) {
      if (this.#absorbed(address)) continue;
      const { facts } = expected.get(address);
      const members = (this.#inside.get(address) ?? []).sort((a, b) => this.#position(a) - this.#position(b));
      const needs = [
        ...[address, ...members].flatMap((member) => this.#needsFirst(member)),
        // Its children start out as what they follow is by then.
        ...[...expected.children(address)].flatMap((child) => (expected.arises(child) ? expected.leaders(child) : [])),
      ];
      const first = needs.map((other) => this.#absorbed(other) ?? other).filter((other) => other !== address);
      const after = [idOf("drop", address), ...first.flatMap((other) => [idOf("create", other), idOf("alter", other)])];
      const statements = this.#arisesNow(address) ? this.#difference(address) : this.#creation(address, members);
      const step = this.#step("create", address, after, statements);
      yield typeof facts.position === "number" ? { ...step, weight: [...step.weight, facts.position] } : step;
    }
  }

  #step(verb: Verb, address: string, after: readonly string[], statements: readonly Statement[]): PlannedStep {
    const { expected, actual } = this.#to;
    const rank = this.#kindOf((verb === "drop" ? actual : expected).get(address)).rank;
    return {
      id: idOf(verb, address),
      address,
      weight: [PHASE[verb], verb === "drop" ? -rank : rank],
      after: new Set(after),
      statements,
    };
  }

  #grip(address: string) {
    const [actual, expected] = [this.#to.actual.get(address), this.#to.expected.get(address)];
    return this.#kindOf(expected).release?.(expected.address, actual.spec, expected.spec) ?? { before: [], after: [] };
  }

  /** Whether it comes unasked, with its parent or with what it follows. */
  #arisesNow(address: string): boolean {
    const { expected, creates } = this.#to;
    const parent = expected.parent(address);
    return (
      expected.arises(address) && [parent, ...expected.leaders(address)].some((other) => other && creates.has(other))
    );
  }

  /** What an object that came unasked still lacks: all in which it differs from what it has come as. */
  #difference(address: string): Statement[] {
    const { address: at, spec, facts } = this.#to.expected.get(address);
    const kind = this.#kinds.get(at.kind);
    const copied = this.#original(address).spec;
    const inherited = kind.attributes.filter((name) => kind.rule(name).passesOn);
    const actual = { ...spec, ...Object.fromEntries(inherited.map((name) => [name, copied[name] ?? null])) };
    const differing = inherited.filter((name) => encode(actual[name] ?? null) !== encode(spec[name] ?? null));
    const remedies = differing.flatMap((name) => {
      const remedy = kind.rule(name).remedy(at, spec[name] ?? null, { actual, expected: spec, facts });
      return remedy === "recreate" || "manual" in remedy ? [] : remedy;
    });
    return onceEach([...remedies, ...kind.finish(at, spec)]);
  }

  /** What it is a copy of: of what it follows, or of the topmost that comes by a statement which reaches them all. */
  #original(address: string): CatalogueObject {
    const { expected, creates } = this.#to;
    const parent = expected.parent(address);
    const [leader = address] = expected.leaders(address);
    const withParent = parent !== undefined && creates.has(parent);
    return withParent || !this.#arisesNow(leader) ? expected.get(leader) : this.#original(leader);
  }

  /** The object with its members inside, what either still lacks, and what the defaults gave it too much of. */
  #creation(address: string, members: readonly string[]): Statement[] {
    const { expected } = this.#to;
    const object = expected.get(address);
    const kind = this.#kindOf(object);
    if (kind.satellite && this.#isDefault(object)) return [];
    const clauses = members.map((member) => this.#clauseOf(member)?.() ?? "");
    const finishing = [address, ...members].flatMap((member) => {
      const { address: at, spec } = expected.get(member);
      return [...this.#kinds.get(at.kind).finish(at, spec), ...this.#surplus(member)];
    });
    return [...kind.create(object.address, object.spec, clauses), ...finishing];
  }

  /** A satellite that a new host has from the start. */
  #isDefault(satellite: CatalogueObject): boolean {
    const kind = this.#kindOf(satellite);
    const host = kind.host(satellite.address).address;
    if (!this.#to.creates.has(encodeAddress(host))) return false;
    return kind.arising(this.#kinds.get(host.kind)).some(({ suffix, spec }) => {
      const address = encodeAddress({ kind: kind.name, path: [host.kind, ...host.path, ...suffix] });
      return address === encodeAddress(satellite.address) && encodeSpec(spec) === encodeSpec(satellite.spec);
    });
  }

  /** Takes from a new host what PostgreSQL's defaults give it and nobody expects. */
  #surplus(address: string): Statement[] {
    const { address: host } = this.#to.expected.get(address);
    const hostKind = this.#kinds.get(host.kind);
    return this.#kinds.all.flatMap((kind) =>
      kind.arising(hostKind).flatMap(({ suffix, spec }) => {
        const satellite = { kind: kind.name, path: [host.kind, ...host.path, ...suffix] };
        return this.#to.expected.objects.has(encodeAddress(satellite)) ? [] : kind.drop(satellite, spec, {});
      }),
    );
  }

  /** What must exist before the object does. Of two that need each other, the one owned comes first and is tied late. */
  #needsFirst(address: string): string[] {
    const { expected } = this.#to;
    const needs = [...expected.needs(address)];
    const parent = expected.parent(address);
    const above = [
      ...(parent === undefined ? [] : [parent]),
      ...(expected.arises(address) ? expected.leaders(address) : []),
    ];
    const late = new Set([...expected.owners(address), ...above].filter((other) => expected.needs(other).has(address)));
    return [...needs, ...above].filter((other) => !late.has(other));
  }

  /** The parent in whose statement the object is spelled. */
  #absorbed(address: string): string | undefined {
    const { expected, creates } = this.#to;
    const host = expected.parent(address);
    return host !== undefined && creates.has(host) && this.#clauseOf(address) ? host : undefined;
  }

  #clauseOf(address: string): (() => string) | undefined {
    const { address: at, spec } = this.#to.expected.get(address);
    const { clause } = this.#kinds.get(at.kind);
    return clause && !this.#to.expected.arises(address) ? () => clause(at, spec) : undefined;
  }

  #position(address: string): number {
    const { position } = this.#to.expected.get(address).facts;
    return typeof position === "number" ? position : 0;
  }

  #kindOf(object: CatalogueObject): Kind {
    return this.#kinds.get(object.address.kind);
  }
}

const onceEach = (statements: readonly Statement[]): Statement[] => [
  ...new Map(statements.map((statement) => [statement.sql, statement])).values(),
];
