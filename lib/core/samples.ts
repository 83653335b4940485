/** How much of an index's expressions the planner samples, where that is more or less than of a column. */

import { type Canonical, encode } from "./canonical.ts";
import { type Statement, statement } from "./statement.ts";

/** By the place of the expression, from 1. */
export type Samples = readonly { place: number; target: number }[];

/** Those of an index, for a select list. @param index SQL for its OID */
export const samplesOf = (index: string): string =>
  `(SELECT jsonb_agg(jsonb_build_object('place', a.attnum, 'target', a.attstattarget) ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = ${index} AND a.attnum > 0 AND a.attstattarget >= 0)`;

/** From such a column of a row. */
export const samples = (value: unknown): Samples =>
  ((value ?? []) as Samples).map(({ place, target }) => ({ place, target }));

/** @param index `ALTER INDEX "s"."i"` */
export function resample(index: string, from: Samples, to: Samples): Statement[] {
  const set = ({ place, target }: Samples[number]) =>
    statement(`${index} ALTER COLUMN ${place} SET STATISTICS ${target}`, "share-update-exclusive-lock");
  const same = (one: Canonical) => (other: Canonical) => encode(one) === encode(other);
  return [
    ...from
      .filter(({ place }) => !to.some((other) => other.place === place))
      .map(({ place }) => set({ place, target: -1 })),
    ...to.filter((each) => !from.some(same(each))).map(set),
  ];
}
