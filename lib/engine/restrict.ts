/** A snapshot as if only some schemas had been looked at: both sides of a comparison get the same scope. */

import type { KindRegistry } from "../core/kind-registry.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import { schemaFilter } from "./scope.ts";

export function restrict(kinds: KindRegistry, snapshot: Snapshot, scope: Scope): Snapshot {
  if (scope.include.length === 0 && scope.exclude.length === 0) return snapshot;
  const inScope = schemaFilter(scope);
  const objects = new Map(
    [...snapshot.objects].filter(([, { address }]) => {
      const schema = kinds.get(address.kind).schemaOf(address);
      return schema === undefined || inScope(schema);
    }),
  );
  const dependencies = snapshot.dependencies.filter(({ from, to }) => objects.has(from) && objects.has(to));
  return { ...snapshot, objects, dependencies };
}
