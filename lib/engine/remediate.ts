/** Changes → ordered SQL that takes actual back to expected, and what only a person can do. Knows no kind by name. */

import { encodeAddress } from "../core/address.ts";
import type { Altered, Change } from "../core/change.ts";
import { encodeSpec } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { CatalogueObject, Snapshot } from "../core/snapshot.ts";
import { type Hazard, type Risk, riskOf, type Statement } from "../core/statement.ts";
import { diff } from "./diff.ts";
import { inOrder, type Step } from "./order.ts";
import { parentOf } from "./tree.ts";

export interface Remediation {
  /** To be run in this order. */
  readonly statements: readonly RemediationStatement[];
  readonly manual: readonly ManualStep[];
}

export interface RemediationStatement {
  readonly sql: string;
  readonly risk: Risk;
  readonly hazards: readonly Hazard[];
  /** The object it is about: `column:app.users.email`. */
  readonly address: string;
}

export interface ManualStep {
  readonly address: string;
  readonly attribute: string;
  /** Why no statement can do it, and what a person can. */
  readonly reason: string;
}

export function remediate(kinds: KindRegistry, expected: Snapshot, actual: Snapshot): Remediation {
  const plan = new Plan(kinds, expected, actual);
  for (const change of diff(expected, actual)) plan.take(change);
  return plan.finish();
}

type Verb = "drop" | "alter" | "create";
const PHASE: Record<Verb, number> = { drop: 0, alter: 1, create: 2 };
const idOf = (verb: Verb, address: string) => `${verb} ${address}`;

interface PlannedStep extends Step {
  readonly address: string;
  readonly statements: readonly Statement[];
}

class Plan {
  readonly #kinds: KindRegistry;
  readonly #expected: Snapshot;
  readonly #actual: Snapshot;
  readonly #drops = new Set<string>();
  readonly #creates = new Set<string>();
  readonly #alters = new Map<string, Statement[]>();
  readonly #manual: ManualStep[] = [];
  readonly #needs: Ties;
  readonly #needed: Ties;
  readonly #children: Ties;
  readonly #owners: Ties;
  readonly #owned: ReadonlySet<string>;

  constructor(kinds: KindRegistry, expected: Snapshot, actual: Snapshot) {
    this.#kinds = kinds;
    this.#expected = expected;
    this.#actual = actual;
    this.#needs = ties(expected.dependencies.map(({ from, to }) => [from, to]));
    this.#owned = new Set(expected.dependencies.flatMap(({ from, to, owned }) => (owned ? [`${from} ${to}`] : [])));
    this.#needed = ties(actual.dependencies.map(({ from, to }) => [to, from]));
    this.#owners = ties(actual.dependencies.filter(({ owned }) => owned).map(({ from, to }) => [from, to]));
    this.#children = ties(parents(kinds, actual).map(([child, parent]) => [parent, child]));
  }

  take(change: Change): void {
    if (change.verb === "added") this.#drop(change.address);
    else if (change.verb === "removed") this.#creates.add(change.address);
    else this.#alter(change);
  }

  #alter({ address, attribute, expected, actual, from }: Altered): void {
    const rule = this.#kinds.get(expected.address.kind).rule(attribute);
    const remedy = rule.remedy(expected.address, from, { actual: actual.spec, expected: expected.spec });
    if (remedy === "recreate") this.#drop(address);
    else if ("manual" in remedy) this.#manual.push({ address, attribute, reason: remedy.manual });
    else this.#alters.set(address, [...(this.#alters.get(address) ?? []), ...remedy]);
    if (!rule.disturbsDependents) return;
    // PostgreSQL itself rebuilds what the column owns (indexes, constraints); the rest it refuses to go on under.
    for (const dependent of this.#needed.get(address))
      if (!this.#owners.get(dependent).has(address)) this.#drop(dependent);
  }

  /** Takes an object down with all that stands on it; whatever of that is expected is built again. */
  #drop(address: string): void {
    if (this.#drops.has(address)) return;
    const object = this.#actual.objects.get(address);
    if (!object) return;
    this.#drops.add(address);
    if (this.#expected.objects.has(address)) this.#creates.add(address);
    for (const child of this.#children.get(address)) this.#drop(child);
    for (const dependent of this.#needed.get(address)) {
      // What holds data is not rebuilt for another's sake: its own alteration has to let go first.
      const other = this.#actual.objects.get(dependent);
      if (other && this.#kinds.get(other.address.kind).rebuildable) this.#drop(dependent);
    }
  }

  finish(): Remediation {
    for (const address of [...this.#drops, ...this.#creates]) this.#alters.delete(address);
    const ordered = inOrder([...this.#dropSteps(), ...this.#alterSteps(), ...this.#createSteps()]);
    const all = ordered.flatMap(({ address, statements }) => statements.map((statement) => ({ address, statement })));
    const late = all.filter(({ statement }) => statement.late);
    return {
      statements: [...all.filter(({ statement }) => !statement.late), ...late].map(({ address, statement }) => ({
        sql: statement.sql,
        risk: riskOf(statement.hazards),
        hazards: statement.hazards,
        address,
      })),
      manual: this.#manual,
    };
  }

  *#dropSteps(): Iterable<PlannedStep> {
    for (const address of this.#drops) {
      const object = this.#actual.objects.get(address) as CatalogueObject;
      const kind = this.#kinds.get(object.address.kind);
      const parent = parentOf(this.#kinds, this.#actual.objects, object);
      const goesWith =
        (parent !== undefined && this.#drops.has(parent)) ||
        [...this.#owners.get(address)].some((owner) => this.#drops.has(owner));
      const before = [...this.#needed.get(address), ...this.#children.get(address)];
      yield {
        id: idOf("drop", address),
        address,
        weight: [PHASE.drop, -kind.rank],
        after: new Set(before.flatMap((other) => [idOf("drop", other), idOf("alter", other)])),
        statements: goesWith ? [] : kind.drop(object.address, object.spec),
      };
    }
  }

  *#alterSteps(): Iterable<PlannedStep> {
    for (const [address, statements] of this.#alters) {
      const { rank } = this.#kinds.get(this.#expected.objects.get(address)?.address.kind ?? "");
      const dropped = [...this.#needed.get(address)].map((other) => idOf("drop", other));
      const created = [...this.#needs.get(address)].map((other) => idOf("create", other));
      yield {
        id: idOf("alter", address),
        address,
        weight: [PHASE.alter, rank],
        after: new Set([...dropped, ...created]),
        statements,
      };
    }
  }

  *#createSteps(): Iterable<PlannedStep> {
    const parent = new Map(parents(this.#kinds, this.#expected));
    const inside = new Map<string, string[]>();
    const absorbed = (address: string): string | undefined => {
      const host = parent.get(address);
      return host && this.#creates.has(host) && this.#clauseOf(address) ? host : undefined;
    };
    for (const address of this.#creates) {
      const host = absorbed(address);
      if (host) inside.set(host, [...(inside.get(host) ?? []), address]);
    }
    for (const address of this.#creates) {
      if (absorbed(address)) continue;
      const members = (inside.get(address) ?? []).sort((a, b) => this.#position(a) - this.#position(b));
      const needs = [address, ...members].flatMap((member) => this.#needsFirst(member, parent.get(member)));
      const first = needs.map((other) => absorbed(other) ?? other).filter((other) => other !== address);
      yield {
        id: idOf("create", address),
        address,
        weight: [PHASE.create, this.#kindOf(address).rank],
        after: new Set([
          idOf("drop", address),
          ...first.flatMap((other) => [idOf("create", other), idOf("alter", other)]),
        ]),
        statements: this.#creation(address, members),
      };
    }
  }

  /** The object with its members inside, what either still lacks, and what the defaults gave it too much of. */
  #creation(address: string, members: readonly string[]): Statement[] {
    const object = this.#expectedObject(address);
    const kind = this.#kindOf(address);
    if (kind.satellite && this.#arisesByItself(object)) return [];
    const clauses = members.map((member) => this.#clauseOf(member)?.() ?? "");
    const finishing = [address, ...members].flatMap((member) => {
      const { address: at, spec } = this.#expectedObject(member);
      return [...this.#kindOf(member).finish(at, spec), ...this.#surplus(member)];
    });
    return [...kind.create(object.address, object.spec, clauses), ...finishing];
  }

  /** A satellite that a new host has from the start. */
  #arisesByItself(satellite: CatalogueObject): boolean {
    const kind = this.#kinds.get(satellite.address.kind);
    const host = kind.host(satellite.address).address;
    if (!this.#creates.has(encodeAddress(host))) return false;
    return kind.arising(this.#kinds.get(host.kind)).some(({ suffix, spec }) => {
      const address = encodeAddress({ kind: kind.name, path: [host.kind, ...host.path, ...suffix] });
      return address === encodeAddress(satellite.address) && encodeSpec(spec) === encodeSpec(satellite.spec);
    });
  }

  /** Takes from a new host what PostgreSQL's defaults give it and nobody expects. */
  #surplus(address: string): Statement[] {
    const { address: host } = this.#expectedObject(address);
    const hostKind = this.#kinds.get(host.kind);
    return this.#kinds.all.flatMap((kind) =>
      kind.arising(hostKind).flatMap(({ suffix, spec }) => {
        const satellite = { kind: kind.name, path: [host.kind, ...host.path, ...suffix] };
        return this.#expected.objects.has(encodeAddress(satellite)) ? [] : kind.drop(satellite, spec);
      }),
    );
  }

  /** What must exist before the object does. Of two that need each other, the one owned comes first and is tied late. */
  #needsFirst(address: string, parent: string | undefined): string[] {
    const needs = this.#needs.get(address);
    const owner = [...needs].filter((other) => this.#owned.has(`${address} ${other}`));
    const late = new Set(
      [...owner, ...(parent ? [parent] : [])].filter((other) => this.#needs.get(other).has(address)),
    );
    return [...needs, ...(parent ? [parent] : [])].filter((other) => !late.has(other));
  }

  #clauseOf(address: string): (() => string) | undefined {
    const { address: at, spec } = this.#expectedObject(address);
    const { clause } = this.#kinds.get(at.kind);
    return clause && (() => clause(at, spec));
  }

  #position(address: string): number {
    const { position } = this.#expectedObject(address).facts;
    return typeof position === "number" ? position : 0;
  }

  #expectedObject(address: string): CatalogueObject {
    const object = this.#expected.objects.get(address);
    if (!object) throw new Error(`${address} is not expected`);
    return object;
  }

  #kindOf(address: string) {
    return this.#kinds.get(this.#expectedObject(address).address.kind);
  }
}

/** Pairs by their first part. */
interface Ties {
  get(address: string): ReadonlySet<string>;
}

function ties(pairs: readonly (readonly [string, string])[]): Ties {
  const known = new Map<string, Set<string>>();
  for (const [from, to] of pairs) known.set(from, (known.get(from) ?? new Set()).add(to));
  const none: ReadonlySet<string> = new Set();
  return { get: (address) => known.get(address) ?? none };
}

const parents = (kinds: KindRegistry, { objects }: Snapshot): [child: string, parent: string][] =>
  [...objects].flatMap(([address, object]) => {
    const parent = parentOf(kinds, objects, object);
    return parent === undefined ? [] : [[address, parent] as [string, string]];
  });
