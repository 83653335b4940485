/** A step in statements that let people read and write meanwhile, where there are such. */

import { isDeepStrictEqual } from "node:util";
import { parseAddress } from "../core/address.ts";
import type { Partition } from "../core/statement.ts";
import type { Relations } from "./relations.ts";
import type { Decisions, PlannedStep } from "./steps.ts";

/** What stands in something that only comes now keeps nobody waiting. */
export function gently(step: PlannedStep, { expected, actual }: Decisions): PlannedStep {
  const parent = expected.parent(step.address) ?? actual.parent(step.address);
  if (parent !== undefined && !actual.objects.has(parent)) return step;
  const statements = step.statements.flatMap((statement) => {
    const below =
      statement.onlineByPartition && parent !== undefined ? partitionsBelow(parent, expected, actual) : null;
    return statement.online ?? (below && statement.onlineByPartition?.(below)) ?? [statement];
  });
  return { ...step, statements };
}

/** All of them, at every depth; null where they are not the same on both sides, or some are not known or have no indexes. */
function partitionsBelow(table: string, expected: Relations, actual: Relations): Partition[] | null {
  const own = partitionsOf(actual, table);
  if (own.length === 0 || !isDeepStrictEqual(places(expected, table), places(actual, table))) return null;
  const found: Partition[] = [];
  const [aboveSchema = "", aboveTable = ""] = parseAddress(table).path;
  for (const address of own) {
    const { kind, path } = parseAddress(address);
    // A foreign table has no index, and without one of each the whole is never valid.
    if (kind !== parseAddress(table).kind) return null;
    const partitioned = actual.get(address).facts.partitioned === true;
    const below = partitioned ? partitionsBelow(address, expected, actual) : [];
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
