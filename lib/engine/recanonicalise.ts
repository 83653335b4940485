/** A snapshot made by older rules, given the canonical form of today: its texts are read again, never compared across rules. */

import { isSqlText, mapSqlTexts, type Sort, type SqlText } from "../core/canonical.ts";
import type { Spec } from "../core/kind.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { SqlTexts } from "../sqltext/sqltext.ts";
import { CANONICALISER } from "./capture.ts";

export async function recanonicalise(snapshot: Snapshot, texts: SqlTexts): Promise<Snapshot> {
  if (snapshot.canonicaliser === CANONICALISER) return snapshot;
  const found = textsOf(snapshot).map(({ $sql, text }): [Sort, string] => [$sql, text]);
  await texts.canonicalise(found);
  const renew = (item: SqlText): SqlText => ({ ...item, form: texts.form(item.$sql, item.text) ?? "" });
  const objects = new Map(
    Array.from(snapshot.objects, ([address, object]) => [
      address,
      { ...object, spec: mapSqlTexts<Spec>(object.spec, renew) },
    ]),
  );
  return { ...snapshot, canonicaliser: CANONICALISER, objects };
}

/** The SQL texts of a snapshot with their forms: a memory for the next reading of the same database. */
export function textsOf(snapshot: Snapshot): SqlText[] {
  const found: SqlText[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (isSqlText(value)) found.push(value);
    else Object.values(value).forEach(visit);
  };
  for (const { spec } of snapshot.objects.values()) visit(spec);
  return found;
}

/** What a new reading may take for granted of an earlier snapshot, made by the rules of today. */
export const remembered = (snapshot: Snapshot | null): readonly (readonly [Sort, string, string])[] =>
  snapshot?.canonicaliser === CANONICALISER ? textsOf(snapshot).map(({ $sql, text, form }) => [$sql, text, form]) : [];
