/**
 * Repeatable migrations that were run, and whose files have changed since: their tool runs them again. What they make must
 * be there all the same; how it is defined only the file knows that was run, and nobody has kept that.
 */

import { parseAddress } from "../core/address.ts";
import type { History, MigrationRecord } from "../core/history.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import { objectsByAddress, type Snapshot, withSpec } from "../core/snapshot.ts";
import { within } from "../engine/introspection/leave-out.ts";

/** Whether the file is another one than was recorded, as far as the ledger tells. */
export const isEdited = (
  { checksum, equivalentChecksum }: MigrationRecord,
  entry: Pick<LedgerEntry, "checksum"> | undefined,
): boolean => checksum !== null && entry?.checksum != null && ![checksum, equivalentChecksum].includes(entry.checksum);

/** Ids of the migrations that are recorded and will be run again. */
export function toBeRerun({ migrations }: History, entries: readonly LedgerEntry[]): Set<string> {
  const applied = new Map(entries.flatMap((entry) => (entry.state === "applied" ? [[entry.id, entry]] : [])));
  const again = migrations.filter(
    (migration) => migration.repeatable && isEdited(migration, applied.get(migration.id)),
  );
  return new Set(again.map(({ id }) => id));
}

/** Whether what else is within an object is also of whoever made it; a schema holds what others made. */
export const isWhole = (address: string): boolean => parseAddress(address).path.length > 1;

/** The schema that is expected until they are run again: where what they make is there, it is as it is. */
export function beforeRerun(
  kinds: KindRegistry,
  expected: Snapshot,
  { migrations }: History,
  live: Pick<Snapshot, "objects" | "dependencies">,
  again: ReadonlySet<string>,
): Snapshot {
  const effects = migrations.filter(({ id }) => again.has(id)).flatMap((migration) => migration.effects);
  const there = effects.filter(({ address, after }) => after !== null && live.objects.has(address));
  if (there.length === 0) return expected;
  const made = there.filter(({ address, before }) => before === null && isWhole(address));
  const [gone, come] = [within(kinds, expected.objects, made), within(kinds, live.objects, made)];
  const objects = new Map([...expected.objects].filter(([address]) => !gone.has(address)));
  for (const { address, after } of there) {
    const [known, found] = [objects.get(address), live.objects.get(address)];
    if (!known || !found) continue;
    const written = Object.keys(after ?? {}).map((attribute) => [attribute, found.spec[attribute] ?? null]);
    objects.set(address, withSpec(known, { ...known.spec, ...Object.fromEntries(written) }));
  }
  for (const address of come) {
    const found = live.objects.get(address);
    if (found) objects.set(address, found);
  }
  const among = ({ from, to }: Snapshot["dependencies"][number]) => objects.has(from) && objects.has(to);
  return {
    ...expected,
    objects: objectsByAddress(objects.values()),
    dependencies: [
      ...expected.dependencies.filter((each) => !gone.has(each.from) && !gone.has(each.to) && among(each)),
      ...live.dependencies.filter((each) => (come.has(each.from) || come.has(each.to)) && among(each)),
    ],
  };
}
