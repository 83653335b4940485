/** A snapshot as if less had been looked at: both sides of a comparison get the same scope. */

import { kindOf, parseAddress } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject, LeftOut, Scope, Snapshot } from "../../core/snapshot.ts";
import { without } from "../introspection/leave-out.ts";
import { schemaFilter } from "../introspection/scope.ts";

/** Only some schemas. */
export function restrict(kinds: KindRegistry, snapshot: Snapshot, scope: Scope): Snapshot {
  if (scope.include.length === 0 && scope.exclude.length === 0) return snapshot;
  const inScope = schemaFilter(scope);
  const isOut = ({ address }: Pick<CatalogueObject, "address">) => {
    const schema = kinds.get(address.kind).schemaOf(address);
    return schema !== undefined && !inScope(schema);
  };
  const leftOut = snapshot.leftOut.filter(({ address }) => !isOut({ address: parseAddress(address) }));
  return { ...without(snapshot, (_address, object) => isOut(object)), leftOut };
}

/** Only what belongs to the database. */
export function withoutCluster(kinds: KindRegistry, snapshot: Snapshot): Snapshot {
  const wide = new Set(kinds.all.filter(({ clusterWide }) => clusterWide).map(({ name }) => name));
  if (wide.size === 0) return snapshot;
  // The kind is read off the spelled address: most addresses are never needed in parts.
  const isWide = (address: string, object: CatalogueObject) => {
    const kind = kindOf(address);
    return wide.has(kind) || (kinds.get(kind).satellite && wide.has(object.address.path[0] ?? ""));
  };
  const gone = [...snapshot.objects.keys()].filter((address) => wide.has(kindOf(address)));
  return {
    ...without(snapshot, isWide),
    covers: Object.fromEntries(Object.entries(snapshot.covers).filter(([kind]) => !wide.has(kind))),
    unreadable: snapshot.unreadable.filter(({ kind }) => !wide.has(kind)),
    leftOut: [
      ...snapshot.leftOut,
      ...gone.map((address): LeftOut => ({ address, by: "cluster", why: "what belongs to the whole cluster" })),
    ],
  };
}

/** As if nobody had looked at these kinds; what they found is left out visibly. */
export function withoutKinds(kinds: KindRegistry, snapshot: Snapshot, names: readonly string[]): Snapshot {
  const left = names.filter((name) => name in snapshot.covers);
  if (left.length === 0) return snapshot;
  const isOut = ({ address: { kind, path } }: CatalogueObject) =>
    left.includes(kind) || (kinds.get(kind).satellite && left.includes(path[0] ?? ""));
  return {
    ...without(snapshot, (_address, object) => isOut(object)),
    covers: Object.fromEntries(Object.entries(snapshot.covers).filter(([kind]) => !left.includes(kind))),
    unreadable: snapshot.unreadable.filter(({ kind }) => !left.includes(kind)),
  };
}

/** Without what is said about objects of kinds that the other side never looked at: their owners, grants and comments. */
export function ofCovered(kinds: KindRegistry, snapshot: Snapshot, other: Snapshot): Snapshot {
  const unknown = new Set(Object.keys(snapshot.covers).filter((kind) => !(kind in other.covers)));
  if (unknown.size === 0) return snapshot;
  return without(
    snapshot,
    (_address, { address: { kind, path } }) => kinds.get(kind).satellite && unknown.has(path[0] ?? ""),
  );
}
