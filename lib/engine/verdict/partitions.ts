/**
 * Partitions that come and go: they are not listed but held against their parent and each other, and only what deviates
 * stays in the comparison. Which tables that is about, the target says.
 */

import { encodeAddress } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import {
  type CatalogueObject,
  type LeftOut,
  objectsByAddress,
  type PartitionPolicy,
  type Scope,
  type Snapshot,
} from "../../core/snapshot.ts";
import { without } from "../introspection/leave-out.ts";
import { comesAnew } from "../structure/anew.ts";
import { type Relations, relationsOf } from "../structure/relations.ts";
import { type Outlier, outliers } from "./outliers.ts";
import { policyOf } from "./partition-policy.ts";

type Policies = NonNullable<Scope["partitions"]>;

export interface Sides {
  readonly left: Snapshot;
  readonly right: Snapshot;
  readonly leftOut: readonly LeftOut[];
}

/** A partition to which a policy other than `managed` applies. */
export interface Partition {
  readonly address: string;
  readonly object: CatalogueObject;
  /** The table it is a partition of … */
  readonly parent: string;
  /** … by this attribute. */
  readonly attribute: string;
  /** Partitions of this table at the same depth are alike. */
  readonly group: string;
  /** What belongs to it, itself included, but for its own partitions. */
  readonly members: readonly CatalogueObject[];
}

interface Governed {
  readonly partitions: readonly (Partition & { readonly policy: PartitionPolicy; readonly root: string })[];
  /** They and everything within them. */
  readonly gone: ReadonlySet<string>;
}

/** Both sides with partitions treated as the policies say. */
export function settlePartitions(kinds: KindRegistry, left: Snapshot, right: Snapshot, policies: Policies): Sides {
  if (Object.values(policies).every((policy) => policy === "managed")) return { left, right, leftOut: [] };
  const [expected, actual] = [governed(kinds, left, policies), governed(kinds, right, policies)];
  const dynamic = (side: Governed) => side.partitions.filter(({ policy }) => policy === "dynamic");
  const found = outliers(
    kinds,
    { objects: left.objects, partitions: dynamic(expected) },
    { objects: right.objects, partitions: dynamic(actual) },
  );
  return {
    left: reduced(kinds, left, expected.gone, found, "expected"),
    right: reduced(kinds, right, actual.gone, found, "actual"),
    leftOut: summaries(expected, actual),
  };
}

/** Without the partitions, and with what deviates. */
function reduced(
  kinds: KindRegistry,
  side: Snapshot,
  gone: ReadonlySet<string>,
  found: readonly Outlier[],
  which: "expected" | "actual",
): Snapshot {
  const rest = without(side, (address) => gone.has(address));
  const kept = found.flatMap((outlier) => outlier[which] ?? []);
  const told = wholesOf(kinds, side, gone);
  if (kept.length + told.length === 0) return rest;
  const objects = objectsByAddress([...rest.objects.values(), ...told, ...kept.map(withoutOthers)]);
  const dependencies = side.dependencies.filter(({ from, to }) => objects.has(from) && objects.has(to));
  return { ...rest, objects, dependencies };
}

/** What partitions lack their part of, which are gone: told as if none did. */
function wholesOf(kinds: KindRegistry, side: Snapshot, gone: ReadonlySet<string>): CatalogueObject[] {
  const relations = relationsOf(kinds, side);
  const lacks = Array.from(gone, (address) => side.objects.get(address)).filter(
    (object) => object !== undefined && comesAnew(kinds, object),
  );
  const wholes = new Set(lacks.flatMap((object) => (object ? relations.leaders(encodeAddress(object.address)) : [])));
  return Array.from(wholes)
    .filter((address) => !gone.has(address))
    .map((address) => withoutOthers(relations.get(address)));
}

/** Without the facts that speak of the other partitions. */
const withoutOthers = ({ address, spec, facts: { built: _built, anew: _anew, ...facts } }: CatalogueObject) => ({
  address,
  spec,
  facts,
});

function governed(kinds: KindRegistry, side: Snapshot, policies: Policies): Governed {
  const relations = relationsOf(kinds, side);
  const partitions: (Partition & { policy: PartitionPolicy; root: string })[] = [];
  const gone = new Set<string>();
  for (const [address, object] of side.objects) {
    const attribute = placedBy(kinds, relations, address);
    if (attribute === undefined) continue;
    const above = ancestors(kinds, relations, address);
    const from = above.findIndex((table) => policyOf(relations.get(table).address, policies) !== "managed");
    const root = above[from];
    if (root === undefined) continue;
    const policy = policyOf(relations.get(root).address, policies);
    const members = membersOf(kinds, relations, address);
    for (const member of members) gone.add(encodeAddress(member.address));
    const group = `${root} ${above.length - from}`;
    partitions.push({ address, object, parent: above.at(-1) ?? root, attribute, group, members, policy, root });
  }
  return { partitions, gone };
}

/** The attribute that makes an object part of another of its kind: it names the object it stands within. */
function placedBy(kinds: KindRegistry, relations: Relations, address: string): string | undefined {
  const parent = relations.parent(address);
  const sort = address.slice(0, address.indexOf(":") + 1);
  if (parent === undefined || !parent.startsWith(sort)) return undefined;
  const { address: own, spec } = relations.get(address);
  const kind = kinds.get(own.kind);
  return kind.attributes.find((attribute) =>
    kind
      .rule(attribute)
      .passesDown(spec[attribute] ?? null)
      .some((other) => encodeAddress(other) === parent),
  );
}

/** The tables above a partition, the outermost first. */
function ancestors(kinds: KindRegistry, relations: Relations, address: string): string[] {
  const parent = relations.parent(address);
  if (parent === undefined || placedBy(kinds, relations, address) === undefined) return [];
  return [...ancestors(kinds, relations, parent), parent];
}

function membersOf(kinds: KindRegistry, relations: Relations, address: string): CatalogueObject[] {
  const inner = [...relations.children(address)].filter((child) => placedBy(kinds, relations, child) === undefined);
  return [relations.get(address), ...inner.flatMap((child) => membersOf(kinds, relations, child))];
}

/** One entry for the partitions of each table, counted on the side that has more of them. */
function summaries(...sides: readonly Governed[]): LeftOut[] {
  const entries = new Map<string, LeftOut>();
  for (const { partitions } of sides) {
    const counts = new Map<string, number>();
    for (const { root } of partitions) counts.set(root, (counts.get(root) ?? 0) + 1);
    for (const { root, policy } of partitions) {
      const count = Math.max(counts.get(root) ?? 0, entries.get(root)?.count ?? 0);
      const why = policy === "dynamic" ? "partitions, each held against its parent" : "partitions nobody looks at";
      entries.set(root, { address: root, by: "partitions", why, count });
    }
  }
  return [...entries.values()];
}
