/** What of a partition is neither as its parent's nor as most of its siblings', nor as it was expected to be. */

import { type Address, encodeAddress } from "../../core/address.ts";
import { type Canonical, encode } from "../../core/canonical.ts";
import { fingerprintSpec } from "../../core/fingerprint.ts";
import type { Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject, Snapshot } from "../../core/snapshot.ts";
import type { Partition } from "./partitions.ts";

export interface PartitionedSide {
  readonly objects: Snapshot["objects"];
  readonly partitions: readonly Partition[];
}

/** One object of a partition that deviates: what it should be, and what it is. Null for what is not there. */
export interface Outlier {
  readonly expected: CatalogueObject | null;
  readonly actual: CatalogueObject | null;
}

export function outliers(kinds: KindRegistry, expected: PartitionedSide, actual: PartitionedSide): Outlier[] {
  const norms = new Map<string, Norm>();
  const known = new Set(expected.partitions.map(({ address }) => address));
  return actual.partitions.flatMap((partition) => {
    const { group } = partition;
    const norm = norms.get(group) ?? normOf(kinds, expected, actual, group);
    norms.set(group, norm);
    return new Check(kinds, partition, norm, expected, actual, known.has(partition.address)).outliers();
  });
}

/** What most partitions of a group have in common. */
class Norm {
  /** No expected partition could be asked, so that those at hand have to vouch for each other. */
  readonly own: boolean;
  readonly #size: number;
  readonly #byKey = new Map<string, { object: CatalogueObject; partition: Partition; count: number }>();
  readonly #values = new Map<string, { value: Canonical; count: number }>();
  readonly #byForm = new Map<string, { key: string; count: number }>();

  constructor(kinds: KindRegistry, { objects, partitions }: PartitionedSide, own: boolean) {
    this.own = own;
    this.#size = partitions.length;
    for (const partition of partitions) {
      const parent = partsOf(kinds, objects.get(partition.parent), objects);
      const forms = new Map<string, string>();
      for (const object of partition.members) {
        const key = keyOf(kinds, object, partition.object, parent);
        const { count = 0 } = this.#byKey.get(key) ?? {};
        this.#byKey.set(key, { object, partition, count: count + 1 });
        forms.set(formOf(kinds, object, key), key);
        for (const [attribute, value] of Object.entries(object.spec)) {
          const place = `${key} ${attribute} ${encode(value)}`;
          this.#values.set(place, { value, count: (this.#values.get(place)?.count ?? 0) + 1 });
        }
      }
      for (const [form, key] of forms) this.#byForm.set(form, { key, count: (this.#byForm.get(form)?.count ?? 0) + 1 });
    }
  }

  #most = ({ count }: { readonly count: number }): boolean => count * 2 > this.#size;

  usual(key: string): CatalogueObject | undefined {
    const entry = this.#byKey.get(key);
    return entry && this.#most(entry) ? entry.object : undefined;
  }

  isUsual(key: string, attribute: string, value: Canonical): boolean {
    const entry = this.#values.get(`${key} ${attribute} ${encode(value)}`);
    return entry !== undefined && this.#most(entry);
  }

  usualValue(key: string, attribute: string): Canonical | undefined {
    const head = `${key} ${attribute} `;
    return [...this.#values].find(([place, entry]) => place.startsWith(head) && this.#most(entry))?.[1].value;
  }

  isUsualForm(form: string): boolean {
    const entry = this.#byForm.get(form);
    return entry !== undefined && this.#most(entry);
  }

  /** What most have, with one of those that have it. */
  *all(): Iterable<{ readonly key: string; readonly object: CatalogueObject; readonly partition: Partition }> {
    const forms = new Set([...this.#byForm.values()].filter(this.#most).map(({ key }) => key));
    for (const [key, entry] of this.#byKey) if (this.#most(entry) || forms.has(key)) yield { key, ...entry };
  }
}

function normOf(kinds: KindRegistry, expected: PartitionedSide, actual: PartitionedSide, group: string): Norm {
  const of = ({ objects, partitions }: PartitionedSide): PartitionedSide => ({
    objects,
    partitions: partitions.filter((partition) => partition.group === group),
  });
  const before = of(expected);
  return before.partitions.length > 0 ? new Norm(kinds, before, false) : new Norm(kinds, of(actual), true);
}

class Check {
  readonly #kinds: KindRegistry;
  readonly #partition: Partition;
  readonly #norm: Norm;
  readonly #expected: PartitionedSide;
  readonly #existed: boolean;
  readonly #parent: Parts;

  constructor(
    kinds: KindRegistry,
    partition: Partition,
    norm: Norm,
    expected: PartitionedSide,
    actual: PartitionedSide,
    existed: boolean,
  ) {
    this.#kinds = kinds;
    this.#partition = partition;
    this.#norm = norm;
    this.#expected = expected;
    this.#existed = existed;
    this.#parent = partsOf(kinds, actual.objects.get(partition.parent), actual.objects);
  }

  outliers(): Outlier[] {
    const there = this.#partition.members.flatMap((object) => this.#present(object) ?? []);
    return [...there, ...this.#absent()];
  }

  #present(object: CatalogueObject): Outlier | undefined {
    const key = keyOf(this.#kinds, object, this.#partition.object, this.#parent);
    const before = this.#expected.objects.get(encodeAddress(object.address));
    const above = this.#parent(object.address, this.#partition.object);
    if (before || above || this.#norm.usual(key)) return this.#altered(object, key, before, above);
    if (this.#norm.isUsualForm(formOf(this.#kinds, object, key))) return undefined;
    const { severity } = this.#kinds.get(object.address.kind).added(object.address, object.spec, object.facts);
    return severity === "info" ? undefined : { expected: null, actual: object };
  }

  #altered(
    object: CatalogueObject,
    key: string,
    before: CatalogueObject | undefined,
    above: CatalogueObject | undefined,
  ): Outlier | undefined {
    const kind = this.#kinds.get(object.address.kind);
    const itself = object === this.#partition.object;
    const wrong: Record<string, Canonical> = {};
    for (const attribute of kind.attributes) {
      if (itself && attribute === this.#partition.attribute) continue;
      const value = object.spec[attribute] ?? null;
      // Of some things, such as how it is stored, a partitioned table can say nothing of itself.
      const silent = itself && isNothing(above?.spec[attribute]) && this.#norm.usualValue(key, attribute) !== undefined;
      const given = [before, silent ? undefined : above].flatMap((other) =>
        other ? [other.spec[attribute] ?? null] : [],
      );
      if (given.some((other) => encode(other) === encode(value))) continue;
      const parents = above?.spec[attribute] ?? null;
      // That most partitions let everybody read what their parent guards does not make it right.
      const grave =
        itself &&
        above &&
        kind.rule(attribute).drift(parents, value, object.spec, object.address).severity === "critical";
      if (this.#norm.isUsual(key, attribute, value) && !(grave && this.#norm.own)) continue;
      const usual = grave ? parents : (this.#norm.usualValue(key, attribute) ?? parents);
      const should = before ? (before.spec[attribute] ?? null) : usual;
      if (kind.rule(attribute).drift(should, value, object.spec, object.address).severity !== "info")
        wrong[attribute] = should;
    }
    if (Object.keys(wrong).length === 0) return undefined;
    const spec: Spec = { ...object.spec, ...wrong };
    return { expected: { address: object.address, spec, facts: object.facts }, actual: object };
  }

  /** What most siblings have and this one has not. */
  #absent(): Outlier[] {
    const has = new Set(
      this.#partition.members.flatMap((object) => {
        const key = keyOf(this.#kinds, object, this.#partition.object, this.#parent);
        return [key, formOf(this.#kinds, object, key)];
      }),
    );
    return [...this.#norm.all()].flatMap(({ key, object, partition }): Outlier[] => {
      if (has.has(key) || has.has(formOf(this.#kinds, object, key)) || this.#goneWithParent(object, partition))
        return [];
      const address = transferred(this.#kinds, object.address, partition.object, this.#partition.object);
      const before = address && this.#expected.objects.get(encodeAddress(address));
      if (!address || (this.#existed && !before)) return [];
      const { severity } = this.#kinds.get(address.kind).removed(address, object.spec, object.facts);
      const expected = before ?? { address, spec: object.spec, facts: object.facts };
      return severity === "info" ? [] : [{ expected, actual: null }];
    });
  }

  /** The parent had it as well, and has lost it: that is told of the parent. */
  #goneWithParent({ address }: CatalogueObject, sibling: Partition): boolean {
    const then = partsOf(this.#kinds, this.#expected.objects.get(sibling.parent), this.#expected.objects);
    return then(address, sibling.object) !== undefined && this.#parent(address, sibling.object) === undefined;
  }
}

const isNothing = (value: Canonical = null): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** The parent's part that corresponds to one of a partition. */
type Parts = (part: Address, partition: CatalogueObject) => CatalogueObject | undefined;

const partsOf =
  (kinds: KindRegistry, parent: CatalogueObject | undefined, objects: Snapshot["objects"]): Parts =>
  (part, partition) => {
    const names = innerNames(kinds, part, partition.address);
    return parent && names && objects.get(encodeAddress(outward(kinds, part, parent.address, names)));
  };

/** What follows the partition's own names in the address of one of its parts; undefined where they do not lead to it. */
function innerNames(kinds: KindRegistry, part: Address, { path }: Address): readonly string[] | undefined {
  const own = kinds.get(part.kind).satellite ? part.path.slice(1) : part.path;
  return path.every((name, place) => own[place] === name) ? own.slice(path.length) : undefined;
}

function outward(kinds: KindRegistry, part: Address, whole: Address, names: readonly string[]): Address {
  const head = kinds.get(part.kind).satellite ? part.path.slice(0, 1) : [];
  return { kind: part.kind, path: [...head, ...whole.path, ...names] };
}

/** What a part is called whatever its partition is called: names that PostgreSQL makes begin with the table's. */
function keyOf(
  kinds: KindRegistry,
  { address, spec }: CatalogueObject,
  partition: CatalogueObject,
  parent: Parts,
): string {
  const names = innerNames(kinds, address, partition.address);
  if (names === undefined) return `${address.kind} elsewhere ${fingerprintSpec(spec)}`;
  const known = parent(address, partition) !== undefined;
  const table = partition.address.path.at(-1) ?? "";
  const plain = known ? names : names.map((name) => renamed(name, table, "\0"));
  return JSON.stringify([...outward(kinds, address, { kind: "", path: [] }, plain).path, address.kind]);
}

const renamed = (name: string, from: string, to: string): string =>
  name === from || name.startsWith(`${from}_`) ? `${to}${name.slice(from.length)}` : name;

/** The address that a sibling's part would have in this partition. */
function transferred(
  kinds: KindRegistry,
  part: Address,
  from: CatalogueObject,
  to: CatalogueObject,
): Address | undefined {
  const [before, after] = [from.address.path.at(-1) ?? "", to.address.path.at(-1) ?? ""];
  const names = innerNames(kinds, part, from.address)?.map((name) => renamed(name, before, after));
  return names && outward(kinds, part, to.address, names);
}

/** What a part is, whatever it is called; a satellite's names are what it is about. */
const formOf = (kinds: KindRegistry, { address: { kind }, spec }: CatalogueObject, key: string): string =>
  kinds.get(kind).satellite ? key : `${kind} ${fingerprintSpec(spec)}`;
