/** A snapshot made by older rules, given the canonical form of today: its texts are read again, and its objects, never compared across rules. */

import { isSqlText, mapSqlTexts, type Sort, type SqlText } from "../../core/canonical.ts";
import type { Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { type Snapshot, withSpec } from "../../core/snapshot.ts";
import type { StoredSnapshot } from "../../core/snapshot-file.ts";
import { SqlTexts } from "../../sqltext/sqltext.ts";
import { CANONICALISER } from "./canonicaliser.ts";

export async function recanonicalise(kinds: KindRegistry, snapshot: Snapshot, texts: SqlTexts): Promise<Snapshot> {
  if (snapshot.canonicaliser === CANONICALISER) return snapshot;
  const found = sqlTexts(snapshot).map(({ $sql, text }): [Sort, string] => [$sql, text]);
  await texts.canonicalise(found);
  const objects = new Map(
    Array.from(snapshot.objects, ([address, object]) => [
      address,
      withSpec(
        object,
        mapSqlTexts<Spec>(kinds.get(object.address.kind).earlier(object.spec), (item) => texts.formed(item)),
      ),
    ]),
  );
  return { ...snapshot, canonicaliser: CANONICALISER, objects };
}

/** A memory of SQL texts that knows those of an earlier snapshot: reading the same database again parses nothing. */
export const textsOf = (stored: StoredSnapshot | null): SqlTexts =>
  new SqlTexts(
    stored?.canonicaliser === CANONICALISER
      ? stored.texts.map(({ $sql, text, form, loose }) => [$sql, text, form, loose])
      : [],
  );

function sqlTexts(snapshot: Snapshot): SqlText[] {
  const found: SqlText[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (isSqlText(value)) found.push(value);
    else Object.values(value).forEach(visit);
  };
  for (const spec of new Set(Array.from(snapshot.objects.values(), (object) => object.spec))) visit(spec);
  return found;
}
