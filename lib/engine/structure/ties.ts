/** Who is tied to whom among many. What few are asked for costs little to prepare. */

import { byCodeUnit } from "../../core/address.ts";
import type { Dependency } from "../../core/snapshot.ts";
import { later } from "./later.ts";

/** Those at the other end, each once, in the order in which they were given. */
export type Ties = (address: string) => ReadonlySet<string>;

export const NONE: ReadonlySet<string> = new Set();

/** Of pairs in any order; those with one beginning mostly come together. */
export function grouped(pairs: () => Iterable<readonly [from: string, to: string]>): Ties {
  const groups = later(() => {
    const found = new Map<string, string[]>();
    let last: { readonly from: string; readonly group: string[] } | undefined;
    for (const [from, to] of pairs()) {
      if (last?.from !== from) last = { from, group: found.get(from) ?? [] };
      if (last.group.length === 0) found.set(from, last.group);
      last.group.push(to);
    }
    return found;
  });
  // Few are asked for, and some of them again and again.
  const known = new Map<string, ReadonlySet<string>>();
  return (address) => {
    const group = groups().get(address);
    if (!group) return NONE;
    const set = known.get(address) ?? new Set(group);
    known.set(address, set);
    return set;
  };
}

/** From those that need to those that are needed: they are sought in the list itself, which is in order. */
export function sought(dependencies: readonly Dependency[]): Ties {
  const sorted = later(() =>
    dependencies.every(({ from }, at) => at === 0 || (dependencies[at - 1] as Dependency).from <= from)
      ? dependencies
      : [...dependencies].sort((a, b) => byCodeUnit(a.from, b.from)),
  );
  return (address) => {
    const all = sorted();
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle] as Dependency).from < address) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (all[end]?.from === address) end++;
    return low === end ? NONE : new Set(all.slice(low, end).map(({ to }) => to));
  };
}
