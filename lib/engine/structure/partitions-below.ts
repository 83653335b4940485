/** The partitions of a table that is built upon partition by partition. */

import { isDeepStrictEqual } from "node:util";
import { parseAddress } from "../../core/address.ts";
import type { Partition } from "../../core/statement.ts";
import type { RelatedSides } from "./inheritance.ts";
import type { Relations } from "./relations.ts";

/** All of them, at every depth; null where they are not the same on both sides, or some are not known or have no indexes. */
export function partitionsBelow(table: string, sides: RelatedSides): Partition[] | null {
  const { expected, actual } = sides;
  const own = partitionsOf(actual, table);
  if (own.length === 0 || !isDeepStrictEqual(places(expected, table), places(actual, table))) return null;
  const found: Partition[] = [];
  const [aboveSchema = "", aboveTable = ""] = parseAddress(table).path;
  for (const address of own) {
    const { kind, path } = parseAddress(address);
    // A foreign table has no index, and without one of each the whole is never valid.
    if (kind !== parseAddress(table).kind) return null;
    const partitioned = actual.get(address).facts.partitioned === true;
    const below = partitioned ? partitionsBelow(address, sides) : [];
    if (below === null) return null;
    const [schema = "", name = ""] = path;
    found.push({ schema, table: name, above: { schema: aboveSchema, table: aboveTable }, partitioned }, ...below);
  }
  return found;
}

/** Where each stands: one whose place is altered is away for a while. */
const places = (side: Relations, table: string): unknown[] =>
  partitionsOf(side, table).map((address) => [address, side.get(address).spec.partition]);

const partitionsOf = (side: Relations, table: string): string[] =>
  [...side.children(table)].filter((child) => Boolean(side.get(child).spec.partition)).sort();
