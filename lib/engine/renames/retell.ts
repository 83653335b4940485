/** Both sides told in the names of the other: what is left between them then is what else happened. */

import { byCodeUnit } from "../../core/address.ts";
import { encode } from "../../core/canonical.ts";
import type { Renamed } from "../../core/change.ts";
import type { Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import type { Differences } from "../diff/diff.ts";
import { later } from "../structure/later.ts";
import { relationsOf } from "../structure/relations.ts";
import type { NameMap } from "./name-map.ts";
import type { RenameSearch } from "./rename-search.ts";
import { type Renaming, renamings } from "./rename-statements.ts";
import { told } from "./told.ts";

/** Most ask for one of the two sides. */
export interface Retold {
  /** Expected in the names of actual. */
  readonly expected: () => Snapshot;
  /** Actual in the names of expected, as it is once all has been renamed back. */
  readonly actual: () => Snapshot;
  /** What renames actual back, in order; a name that is in the way is moved aside. */
  readonly statements: readonly Renaming[];
  /** Where an object of actual was expected, by its address; undefined where it was not. */
  readonly formerly: (address: string) => string | undefined;
}

export interface Both {
  readonly expected: Snapshot;
  readonly actual: Snapshot;
}

/**
 * @param differences between the two
 * @param comesAlong of what is renamed together with another
 */
export function retell(
  kinds: KindRegistry,
  { expected, actual }: Both,
  differences: Differences,
  search: RenameSearch,
  comesAlong: (renamed: Renamed) => boolean,
): Retold {
  const moves = search.moves();
  const moved = new Map(Array.from(moves, ([from, to]) => [to, from]));
  const formerly = (address: string) =>
    moved.get(address) ?? (expected.objects.has(address) && !moves.has(address) ? address : undefined);
  const concerned = [...new Set([...differences.apart, ...moves.keys()])].sort(byCodeUnit);
  const unexpected = concerned.filter((address) => actual.objects.has(address) && formerly(address) === undefined);
  const { statements, back } = renamings(
    kinds,
    actual,
    search.renamed,
    comesAlong,
    unexpected,
    relationsOf(kinds, actual).leaders,
  );
  const pairs = later(() => explained({ expected, actual }, differences, moves, search, back));
  return {
    ...{ statements, formerly },
    expected: later(() => {
      const restated = new Map(Array.from(pairs(), ({ was, inTheNamesOfActual }) => [was, inTheNamesOfActual]));
      for (const address of concerned) {
        const object = expected.objects.get(address);
        if (object && !actual.objects.has(moves.get(address) ?? address))
          restated.set(address, search.map.carry(object.spec));
      }
      return told(kinds, expected, { moves, restated, map: search.map });
    }),
    actual: later(() => {
      const restated = new Map(Array.from(pairs(), ({ is, inTheNamesOfExpected }) => [is, inTheNamesOfExpected]));
      const homewards = new Map([...moved].filter(([to]) => actual.objects.has(to)));
      for (const address of unexpected) {
        restated.set(address, back.carry((actual.objects.get(address) as { readonly spec: Spec }).spec));
        const to = back.spelled(address);
        if (to !== address) homewards.set(address, to);
      }
      return told(kinds, actual, { moves: homewards, restated, map: back });
    }),
  };
}

/** The specs of an object on both sides, each with the other's value where both say the same, and else in its names. */
interface Explained {
  readonly was: string;
  readonly is: string;
  readonly inTheNamesOfActual: Spec;
  readonly inTheNamesOfExpected: Spec;
}

/** Of what is there on both sides, that which differs. */
function explained(
  { expected, actual }: Both,
  { changes, uncertain }: Differences,
  moves: ReadonlyMap<string, string>,
  { same, map }: RenameSearch,
  back: NameMap,
): Explained[] {
  const differing = new Set([...changes, ...uncertain].map(({ address }) => address));
  const staying = [...differing].filter((address) => !moves.has(address));
  const pairs = [...moves, ...staying.map((address) => [address, address] as const)];
  return pairs.flatMap(([was, is]): Explained[] => {
    const [before, now] = [expected.objects.get(was)?.spec, actual.objects.get(is)?.spec];
    if (!before || !now) return [];
    const attributes = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    const values = attributes.map(
      (attribute) => [attribute, before[attribute] ?? null, now[attribute] ?? null] as const,
    );
    const apart = values.filter(([, from, to]) => encode(from) !== encode(to));
    if (apart.length === 0) return [];
    const told = apart.map(([attribute, from, to]) => {
      const isSame = same.value(was, from, to);
      return {
        attribute,
        inTheNamesOfActual: isSame ? to : map.carry(from),
        inTheNamesOfExpected: isSame ? from : back.carry(to),
      };
    });
    const spec = (side: Spec, names: "inTheNamesOfActual" | "inTheNamesOfExpected"): Spec => ({
      ...side,
      ...Object.fromEntries(told.map((each) => [each.attribute, each[names]])),
    });
    return [
      {
        ...{ was, is },
        inTheNamesOfActual: spec(before, "inTheNamesOfActual"),
        inTheNamesOfExpected: spec(now, "inTheNamesOfExpected"),
      },
    ];
  });
}
