/** Effects of migrations by name, carried from one snapshot to another. */

import { objectsByAddress, type Snapshot, withSpec } from "../core/snapshot.ts";

/** The snapshot with what the other has of these: objects that are to be there, or to be gone, and attributes. */
export function withEffects(onto: Snapshot, from: Snapshot, names: readonly string[]): Snapshot {
  if (names.length === 0) return onto;
  const objects = new Map(onto.objects);
  const brought = new Set<string>();
  for (const name of names) {
    const [known, there] = [from.objects.get(name), onto.objects.get(name)];
    if (known) {
      objects.set(name, known);
      brought.add(name);
    } else if (there) objects.delete(name);
    else {
      const at = name.lastIndexOf(" ");
      const [address, attribute] = [name.slice(0, at), name.slice(at + 1)];
      const [value, object] = [from.objects.get(address)?.spec[attribute], objects.get(address)];
      if (object && value !== undefined) objects.set(address, withSpec(object, { ...object.spec, [attribute]: value }));
    }
  }
  const among = ({ from: left, to }: Snapshot["dependencies"][number]) => objects.has(left) && objects.has(to);
  return {
    ...onto,
    objects: objectsByAddress(objects.values()),
    dependencies: [
      ...onto.dependencies.filter(among),
      ...from.dependencies.filter((each) => brought.has(each.from) && among(each)),
    ],
  };
}
