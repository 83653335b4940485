/** What it takes to bring an object about: by itself, inside its parent's statement, or unasked with what it follows. */

import { type Address, encodeAddress, kindOf } from "../../core/address.ts";
import { encode } from "../../core/canonical.ts";
import { alterationOf } from "../../core/change.ts";
import { fingerprintSpec } from "../../core/fingerprint.ts";
import type { Facts, Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Kind } from "../../core/registered.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import { comesUnasked } from "../consequences/arising.ts";
import type { Relations } from "../structure/relations.ts";

interface Wanted {
  readonly expected: Relations;
  readonly actual: Relations;
  readonly creates: ReadonlySet<string>;
  readonly moved: ReadonlyMap<string, unknown>;
}

export class Creations {
  readonly #kinds: KindRegistry;
  readonly #to: Wanted;
  /** Children that are spelled inside their parent's statement, by that parent. */
  readonly #bestowers: readonly CatalogueObject[];
  readonly #inside = new Map<string, string[]>();

  constructor(kinds: KindRegistry, wanted: Wanted) {
    this.#kinds = kinds;
    this.#to = wanted;
    this.#bestowers = Array.from(wanted.actual.objects).flatMap(([address, object]) =>
      kinds.get(kindOf(address)).bestows ? [object] : [],
    );
    for (const address of wanted.creates) {
      const host = this.host(address);
      if (host !== address) this.#inside.set(host, [...(this.#inside.get(host) ?? []), address]);
    }
    for (const members of this.#inside.values()) members.sort((a, b) => this.#position(a) - this.#position(b));
  }

  /** The object in whose statement this one is spelled: its parent, or itself. */
  host(address: string): string {
    const { expected, creates } = this.#to;
    const parent = expected.parent(address);
    if (parent === undefined || !creates.has(parent) || this.#clauseOf(address) === undefined) return address;
    return this.#needsAround(address, parent) ? address : parent;
  }

  /** Whether it comes to belong, last of all, to the other, or to what comes with that, which needs it: a sequence. */
  isTiedLate(address: string, other: string): boolean {
    const { expected, actual } = this.#to;
    const owners = [...expected.owners(address)].filter((by) => !actual.owners(address).has(by));
    return owners.some((by) => (by === other || this.host(by) === other) && expected.needs(by).has(address));
  }

  /** Whether it needs something that needs its parent: a check of a domain, a function that takes the domain. */
  #needsAround(address: string, parent: string): boolean {
    const { expected, creates } = this.#to;
    const seen = new Set([address, parent]);
    const leadsBack = (at: string): boolean =>
      [...expected.needs(at)].some((other) => {
        if (other === parent) return at !== address;
        if (seen.has(other) || !creates.has(other)) return false;
        seen.add(other);
        return leadsBack(other);
      });
    return leadsBack(address);
  }

  /** The objects that are spelled in the statement of this one, in their order. */
  members(address: string): readonly string[] {
    return this.#inside.get(address) ?? [];
  }

  statements(address: string): Statement[] {
    return this.#arisesNow(address) ? this.#difference(address) : this.#creation(address);
  }

  /** Whether it comes unasked, with its parent or with what it follows. */
  #arisesNow(address: string): boolean {
    const { expected, creates, moved } = this.#to;
    const parent = expected.parent(address);
    if (parent !== undefined && moved.has(parent)) return false;
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
      const remedy = kind
        .rule(name)
        .remedy(at, spec[name] ?? null, alterationOf({ spec, facts }, { spec, facts }, actual));
      return remedy === "recreate" || "manual" in remedy ? [] : remedy;
    });
    return onceEach([...remedies, ...kind.finish(at, spec, facts)]);
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
  #creation(address: string): Statement[] {
    const { expected } = this.#to;
    const object = expected.get(address);
    const kind = this.#kindOf(object);
    if (kind.satellite && this.#isDefault(object)) return [];
    const members = this.members(address);
    const clauses = members.flatMap((member) => this.#clauseOf(member) ?? []);
    const finishing = [address, ...members].flatMap((member) => {
      const { address: at, spec, facts } = expected.get(member);
      return [...this.#kinds.get(at.kind).finish(at, spec, facts), ...this.#surplus(member)];
    });
    const { before, after } = this.#setAside(object);
    return [...before, ...kind.create(object.address, object.spec, clauses, object.facts), ...after, ...finishing];
  }

  /** The defaults that would give something to what comes with the object, and is not told of; they count again after. */
  #setAside({ address, spec, facts }: CatalogueObject): Record<"before" | "after", readonly Statement[]> {
    const brought = this.#kinds.get(address.kind).brings?.(spec, facts);
    if (brought === undefined) return { before: [], after: [] };
    const { expected } = this.#to;
    const isGiving = (each: CatalogueObject, kind: Kind): boolean => {
      const host = { ...kind, schemaOf: () => brought.schema };
      return this.#kindOf(each).bestows?.(each, host, address)?.role === brought.role;
    };
    const giving = this.#bestowers.filter(
      (each) =>
        expected.objects.has(encodeAddress(each.address)) && this.#kinds.all.some((kind) => isGiving(each, kind)),
    );
    return {
      before: giving.flatMap((each) => this.#kindOf(each).drop(each.address, each.spec, each.facts)),
      after: giving.flatMap((each) => {
        const again = expected.get(encodeAddress(each.address));
        return this.#kindOf(each).create(again.address, again.spec, [], again.facts);
      }),
    };
  }

  /** A satellite that a new host has from the start. */
  #isDefault(satellite: CatalogueObject): boolean {
    const kind = this.#kindOf(satellite);
    const host = kind.host(satellite.address).address;
    if (!this.#to.creates.has(encodeAddress(host))) return false;
    const address = encodeAddress(satellite.address);
    if (this.#bestowed(host).some((bestowed) => encodeAddress(bestowed.address) === address)) return false;
    return comesUnasked(this.#kinds, satellite);
  }

  /** What others bring about on a new host, if the role that creates it is the one they speak of. */
  #bestowed(host: Address): { readonly address: Address; readonly spec: Spec; readonly facts: Facts }[] {
    return this.#bestowers.flatMap((each) => {
      const given = this.#kindOf(each).bestows?.(each, this.#kinds.get(host.kind), host);
      if (!given) return [];
      const address = { kind: given.satellite, path: [host.kind, ...host.path, ...given.suffix] };
      return [{ address, spec: given.spec, facts: given.facts ?? {} }];
    });
  }

  /**
   * Takes from a new host what defaults give it and nobody expects just so: PostgreSQL's, and those that somebody has set.
   * What is expected just so is granted again all the same: another role may run the statements.
   */
  #surplus(address: string): Statement[] {
    const object = this.#to.expected.get(address);
    return [object.address, ...this.#hosted(object)].flatMap((each) => this.#surplusOf(each));
  }

  /** The same from what comes with an alteration: the sequence of a column that is numbered from then on. */
  surplusOfAltered(address: string): Statement[] {
    const { expected, actual } = this.#to;
    const before = new Set(this.#hosted(actual.get(address)).map(encodeAddress));
    const come = this.#hosted(expected.get(address)).filter((host) => !before.has(encodeAddress(host)));
    return come.flatMap((host) => this.#surplusOf(host));
  }

  #hosted({ address, spec, facts }: CatalogueObject): Address[] {
    const kind = this.#kinds.get(address.kind);
    return kind.attributes.flatMap((name) => kind.rule(name).hosts(address, spec[name] ?? null, facts) ?? []);
  }

  #surplusOf(host: Address): Statement[] {
    const hostKind = this.#kinds.get(host.kind);
    const bestowed = this.#bestowed(host).flatMap((given) => {
      const wanted = this.#to.expected.objects.get(encodeAddress(given.address));
      if (wanted && fingerprintSpec(wanted.spec) === fingerprintSpec(given.spec)) return [];
      return this.#kinds.get(given.address.kind).drop(given.address, given.spec, given.facts);
    });
    const arising = this.#kinds.all.flatMap((kind) =>
      kind.arising(hostKind).flatMap(({ suffix, spec }) => {
        const satellite = { kind: kind.name, path: [host.kind, ...host.path, ...suffix] };
        return this.#to.expected.objects.has(encodeAddress(satellite)) ? [] : kind.drop(satellite, spec, {});
      }),
    );
    return onceEach([...bestowed, ...arising]);
  }

  #clauseOf(address: string): string | undefined {
    const { expected } = this.#to;
    const { address: at, spec, facts } = expected.get(address);
    const { clause } = this.#kinds.get(at.kind);
    if (!clause || expected.arises(address)) return undefined;
    return (
      clause(
        at,
        spec,
        expected.leaders(address).map((leader) => expected.get(leader).spec),
        facts,
      ) || undefined
    );
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
