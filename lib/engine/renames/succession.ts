/** Names that went on to a successor: what stood on the object that had one stands on the object that has it now. */

import type { RelatedSides } from "../structure/inheritance.ts";
import type { Proved } from "./search-options.ts";

/**
 * What is proved, but for objects whose name has a successor that something expected of them stands on: a type whose
 * columns were retyped to a new one of its name. Read as renamed, what stands on the successor would seem to have
 * followed, since it says the same; what has the name counts as the object instead, as it does for whoever says it.
 */
export function withoutSucceeded(sides: RelatedSides, { now, moves }: Proved): Proved {
  const succeeded = allSucceeded(sides, moves);
  if (succeeded.size === 0) return { now, moves };
  const goesWithOne = (from: string, to: string): boolean => {
    for (let at: string | undefined = from; at !== undefined; at = sides.expected.parent(at))
      if (succeeded.has(at) && sides.actual.isWithin(to, moves.get(at) ?? "")) return true;
    return false;
  };
  const staying = new Set([...moves].filter(([from, to]) => goesWithOne(from, to)).map(([from]) => from));
  return {
    moves: new Map([...moves].filter(([from]) => !staying.has(from))),
    now: (expected) => {
      if (!staying.has(expected)) return now(expected);
      return sides.actual.objects.has(expected) ? expected : null;
    },
  };
}

function allSucceeded({ expected, actual }: RelatedSides, moves: Proved["moves"]): ReadonlySet<string> {
  const takers = new Map(Array.from(moves, ([from, to]) => [to, from]));
  const passedOn = new Set(
    [...moves.keys(), ...takers.keys()].filter((name) => expected.objects.has(name) && actual.objects.has(name)),
  );
  const standsOn = (dependent: string, name: string): boolean => {
    const is = moves.get(dependent) ?? dependent;
    if (expected.isWithin(dependent, outermost(name)) || !actual.objects.has(is)) return false;
    const needs = actual.needs(is);
    return needs.has(name) && !needs.has(moves.get(name) ?? "");
  };
  /** A column whose name went on with that of its table. */
  const outermost = (name: string): string => {
    const above = expected.parent(name);
    return above !== undefined && passedOn.has(above) ? outermost(above) : name;
  };
  const counting = new Set(
    [...passedOn].filter((name) => [...expected.neededBy(name)].some((each) => standsOn(each, name))).map(outermost),
  );
  // What has taken the name of one that counts as being there has left its own.
  for (const name of counting) {
    const taker = takers.get(name);
    if (taker !== undefined) counting.add(taker);
  }
  return counting;
}
