/** What a live snapshot lets us see of the effects of migrations. */

import { encodeAddress, parseAddress } from "../core/address.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { schemaFilter } from "../engine/introspection/scope.ts";
import type { Live } from "./incidents.ts";

export function liveOf(kinds: KindRegistry, snapshot: Snapshot): Live {
  const { objects, covers, scope } = snapshot;
  const inScope = schemaFilter(scope);
  const hidden = snapshot.unreadable.flatMap(({ hides }) => hides);
  const leftOut = snapshot.leftOut
    .map(({ address }) => parseAddress(address))
    // A role's name says nothing about the schema of the same name.
    .filter((other) => kinds.get(other.kind).schemaOf(other) !== undefined);
  const isLeftOut = (path: readonly string[]) =>
    leftOut.some((other) => other.path.every((part, at) => part === path[at]));
  return {
    objects,
    holders(address) {
      const { kind, path } = parseAddress(address);
      const { spec = null, facts = {} } = objects.get(address) ?? {};
      return kinds.get(kind).within({ kind, path }, spec, facts).map(encodeAddress);
    },
    sees(address, attribute) {
      const at = parseAddress(address);
      const looked = covers[at.kind];
      if (!looked || (attribute !== null && !looked.includes(attribute))) return false;
      const schema = kinds.get(at.kind).schemaOf(at);
      if (schema !== undefined && !inScope(schema)) return false;
      return (
        !hidden.some((prefix) => address.startsWith(prefix)) &&
        !isLeftOut(kinds.get(at.kind).satellite ? at.path.slice(1) : at.path)
      );
    },
  };
}
