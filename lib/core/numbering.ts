/** A sequence that is new to a column goes on after the numbers that the rows hold, instead of giving them out again. */

import { safe } from "./hazard.ts";
import { literal } from "./sql.ts";
import { rated, type Statement } from "./statement.ts";

/** As SQL spells them. */
export interface Numbered {
  readonly sequence: string;
  readonly table: string;
  readonly column: string;
}

export interface Counting {
  readonly down: boolean;
  readonly start: bigint;
  /** The furthest that it goes, where that is not as far as its type does. */
  readonly end?: bigint | undefined;
}

/** Where no row holds a number that the sequence could have given out, it begins at its start. */
export function resumed({ sequence, table, column }: Numbered, { down, start, end }: Counting): Statement {
  const furthest = `${down ? "min" : "max"}(${column})`;
  const within =
    end === undefined ? `${down ? "<=" : ">="} ${start}` : `BETWEEN ${down ? end : start} AND ${down ? start : end}`;
  return rated(
    RESUMED,
    `SELECT pg_catalog.setval(${literal(sequence)}, ${furthest}) FROM ${table} HAVING ${furthest} ${within}`,
  );
}

const RESUMED = safe(
  "new rows are numbered after those there are; the furthest number is read from an index on the column, or else from all rows",
);
