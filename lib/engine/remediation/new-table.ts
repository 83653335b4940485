/** What stands in a table that only comes: no rows are there to stand against it. */

import { kindOf } from "../../core/address.ts";
import { caution, gravestFirst, type Hazard, type Rating, ratingOf, safe } from "../../core/hazard.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Statement } from "../../core/statement.ts";
import type { Decisions } from "./decisions.ts";
import type { PlannedStep } from "./steps.ts";

const OF_ROWS: readonly Hazard[] = [
  "exposes-rows",
  "may-fail",
  "table-rewrite",
  "table-scan",
  "index-build",
  "blocks-writes",
];

const NEW = safe("its table is new in this plan: there are no rows yet to be read, or to stand against it");

const REFERRING = caution(
  "writes of the table that it refers to wait for the moment it takes; its own is new in this plan, and no row is read",
  "set lock_timeout first: it waits for whoever writes there, and everybody behind it waits, too",
);

/** What a statement is rated by, and warns of, instead; undefined where rows may be there. */
export function onNewTable(
  kinds: KindRegistry,
  { verb, address }: PlannedStep,
  { hazards }: Statement,
  decisions: Decisions,
): (Rating & { readonly hazards: readonly Hazard[] }) | undefined {
  const { expected, creates } = decisions;
  const table = verb === "create" || verb === "alter" ? expected.parent(address) : undefined;
  if (table === undefined || !creates.has(table) || !hazards.some((each) => OF_ROWS.includes(each))) return undefined;
  const { address: at, spec, facts } = expected.get(table);
  const kind = kinds.get(at.kind);
  const hasRows = kind.privileges?.sort === "tables" && !kind.rebuildable(spec, facts);
  if (!hasRows || takesInRows(table, decisions)) return undefined;
  const left = gravestFirst(hazards.filter((each) => !OF_ROWS.includes(each)));
  if (hazards.includes("blocks-writes") && reachesOut(address, table, kinds, decisions))
    return { ...REFERRING, hazards: gravestFirst([...left, "blocks-writes"]) };
  const rating = ratingOf(left, true);
  return { ...(rating.risk === "safe" ? NEW : rating), hazards: left };
}

/** Whether it needs another table, which is there already: a foreign key. */
function reachesOut(address: string, table: string, kinds: KindRegistry, { expected, actual }: Decisions): boolean {
  const holdsRows = (other: string) => kinds.get(kindOf(other)).privileges?.sort === "tables";
  return [...expected.needs(address)].some((other) => {
    const of = expected.parent(other) ?? other;
    return of !== table && actual.objects.has(of) && holdsRows(of);
  });
}

/** Whether a table that is there already comes to stand below it: what is said of the one is then said of the other. */
function takesInRows(table: string, { expected, actual }: Decisions): boolean {
  const inherited = [...expected.children(table)].flatMap((child) => [...expected.led(child)]);
  const below = [...expected.alikeBelow(table), ...inherited.map((each) => expected.parent(each) ?? "")];
  return below.some((other) => actual.objects.has(other));
}
