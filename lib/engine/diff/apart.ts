/** Where two sides are apart, and what is worked out of two sides once, whichever of them comes first. */

import type { CatalogueObject, Snapshot } from "../../core/snapshot.ts";

/** Whether what stands at an address on both sides is the same. */
export type IsSame = (one: CatalogueObject, other: CatalogueObject) => boolean;

/** Addresses, in no order, that one side lacks or where the two have not the same. */
export function* addressesApart(
  one: Snapshot["objects"],
  other: Snapshot["objects"],
  isSame: IsSame,
): Iterable<string> {
  for (const [address, object] of one) {
    const there = other.get(address);
    if (!there || !isSame(object, there)) yield address;
  }
  for (const address of other.keys()) if (!one.has(address)) yield address;
}

/**
 * The same function, which works each pair out once.
 * @param inverted what it is of the same two the other way round
 */
export function oncePerPair<T extends object, R>(
  make: (one: T, other: T) => R,
  inverted: (result: R) => R,
): (one: T, other: T) => R {
  const known = new WeakMap<T, WeakMap<T, { readonly result: R }>>();
  return (one, other) => {
    const among = known.get(one) ?? new WeakMap<T, { readonly result: R }>();
    known.set(one, among);
    const back = known.get(other)?.get(one);
    const found = among.get(other) ?? { result: back ? inverted(back.result) : make(one, other) };
    among.set(other, found);
    return found.result;
  };
}
