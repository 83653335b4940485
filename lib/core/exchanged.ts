/** Names in a list that keeps its order, in whose places stand others. */

export interface Exchanged {
  /** The new for the old. */
  readonly names: ReadonlyMap<string, string>;
  /** Names that went, and left their places to no others. */
  readonly gone: boolean;
}

/** Between each two names that stay, as many others for as many; undefined where it cannot be told which is which. */
export function exchanged(before: readonly string[], after: readonly string[]): Exchanged | undefined {
  const [left, right] = [stretches(before, new Set(after)), stretches(after, new Set(before))];
  if (left.kept.length !== right.kept.length || left.kept.some((name, place) => name !== right.kept[place]))
    return undefined;
  const pairs = left.between.map((old, place) => [old, right.between[place] ?? []] as const);
  if (pairs.some(([old, names]) => old.length !== names.length && old.length > 0 && names.length > 0)) return undefined;
  return {
    names: new Map(
      pairs.flatMap(([old, names]) =>
        names.length === 0 ? [] : old.map((name, place) => [name, names[place] ?? ""] as const),
      ),
    ),
    gone: pairs.some(([old, names]) => names.length < old.length),
  };
}

/** The names of a list that are in the other, and what stands before, between and after them. */
function stretches(names: readonly string[], others: ReadonlySet<string>) {
  const kept: string[] = [];
  const between: string[][] = [[]];
  for (const name of names) {
    if (others.has(name)) {
      kept.push(name);
      between.push([]);
    } else between.at(-1)?.push(name);
  }
  return { kept, between };
}
