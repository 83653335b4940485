/** Which schemas a target asks for, by name patterns. */

import { isLike } from "../../core/pattern.ts";
import type { Scope } from "../../core/snapshot.ts";

/** Whether a schema is looked at: it matches `include` (empty = all) and no pattern of `exclude`. `*` is any text. */
export function schemaFilter(scope: Pick<Scope, "include" | "exclude">): (schema: string) => boolean {
  const { include, exclude } = scope;
  const known = new Map<string, boolean>();
  return (schema) => {
    const seen = known.get(schema);
    if (seen !== undefined) return seen;
    const wanted =
      (include.length === 0 || include.some((item) => isLike(item, schema))) &&
      !exclude.some((item) => isLike(item, schema));
    known.set(schema, wanted);
    return wanted;
  };
}
