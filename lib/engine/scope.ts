/** Which schemas a target asks for, by name patterns. */

import type { Scope } from "../core/snapshot.ts";

/** Whether a schema is looked at: it matches `include` (empty = all) and no pattern of `exclude`. `*` is any text. */
export function schemaFilter(scope: Scope): (schema: string) => boolean {
  const include = scope.include.map(pattern);
  const exclude = scope.exclude.map(pattern);
  const known = new Map<string, boolean>();
  return (schema) => {
    const seen = known.get(schema);
    if (seen !== undefined) return seen;
    const wanted =
      (include.length === 0 || include.some((item) => item.test(schema))) && !exclude.some((item) => item.test(schema));
    known.set(schema, wanted);
    return wanted;
  };
}

const pattern = (glob: string): RegExp =>
  new RegExp(`^${glob.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "su");
