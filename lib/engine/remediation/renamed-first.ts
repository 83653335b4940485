/**
 * What is renamed back, before all the rest: except that a schema is made before something is moved to it, and what leaves a
 * place leaves it before the names there change.
 */

import { encodeAddress, encodePath, parseAddress } from "../../core/address.ts";
import { doubtOf } from "../../core/finding.ts";
import { ratingOf } from "../../core/hazard.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Renaming } from "../renames/rename-statements.ts";
import { passersOf } from "../structure/inheritance.ts";
import { titleOf } from "../structure/title.ts";
import type { Decisions } from "./decisions.ts";
import { identified, type RemediationStatement } from "./sequence.ts";
import type { PlannedStep } from "./steps.ts";

type Unplaced = Omit<RemediationStatement, "after">;
type Unnumbered = Omit<Unplaced, "id">;

/** Those of the rest that come among the renames: once what they are about has its names, before what is within gets its own. */
export interface Among {
  /** What is moved to schemas waits for these. */
  readonly schemas: readonly RemediationStatement[];
  readonly departures: readonly RemediationStatement[];
}

/** The renames, each after the one before since a name must be free, and then the rest. */
export function renamedFirst(
  kinds: KindRegistry,
  renamings: readonly Renaming[],
  rest: readonly RemediationStatement[],
  { schemas, departures }: Among,
): RemediationStatement[] {
  const idOf = identified();
  const renamed = renamings.map((renaming) => {
    const said = renamedBack(kinds, renaming);
    return { id: idOf(said.address, said.sql), ...said };
  });
  const first = amidst(amidst(renamed, schemas), departures);
  const last = first.at(-1);
  const others = rest.filter((each) => !first.includes(each));
  return [
    ...first.map((each, at) => ({ ...each, after: at === 0 ? [] : [first[at - 1]?.id ?? ""] })),
    ...(last ? others.map((each) => (each.after.length > 0 ? each : { ...each, after: [last.id] })) : others),
  ];
}

/** Some after all renames that are no deeper than they are. */
function amidst(renamed: readonly Unplaced[], some: readonly Unplaced[]): readonly Unplaced[] {
  const deepest = Math.max(...some.map(({ address }) => depthOf(address)));
  const place = renamed.findLastIndex(({ address }) => depthOf(address) <= deepest) + 1;
  // Nothing waits for them there.
  return place === renamed.length ? renamed : [...renamed.slice(0, place), ...some, ...renamed.slice(place)];
}

const depthOf = (address: string): number => parseAddress(address).path.length;

/** The statements that make what is moved a place to come to. */
export function housing(
  kinds: KindRegistry,
  renamings: readonly Renaming[],
  statements: readonly RemediationStatement[],
  { actual }: Pick<Decisions, "actual">,
): RemediationStatement[] {
  const wanted = new Set(
    renamings.flatMap(({ address }) => {
      const at = parseAddress(address);
      return kinds.get(at.kind).within(at, null, {}).map(encodeAddress);
    }),
  );
  return statements.filter(({ address }) => wanted.has(address) && !actual.objects.has(address));
}

/**
 * A column renamed above is renamed in all tables that inherit it, and what is inherited has no name of its own: the
 * statements by which tables leave those above, where something in them or above is renamed.
 */
export function departing(
  kinds: KindRegistry,
  renamings: readonly Renaming[],
  steps: readonly PlannedStep[],
  statements: readonly RemediationStatement[],
  { expected, actual, moved }: Decisions,
): RemediationStatement[] {
  const renamed = new Set(renamings.map(({ address }) => encodePath(parseAddress(address).path.slice(0, -1))));
  const speaking = new Set(steps.flatMap(({ id, statements }) => (statements.length > 0 ? [id] : [])));
  return steps.flatMap(({ verb, address, after, statements: said }) => {
    if (verb !== "leave" || [...after].some((need) => speaking.has(need))) return [];
    const places = [address, ...(moved.get(address) ?? [])].map((each) => encodePath(parseAddress(each).path));
    const stays = new Set(passersOf(kinds, expected.get(address)));
    // What stays in its place has its names from above.
    const leaves = passersOf(kinds, actual.get(address)).some((place) => !stays.has(place));
    if (!leaves || !places.some((place) => renamed.has(place))) return [];
    return said.flatMap(({ sql }) => statements.find((each) => each.address === address && each.sql === sql) ?? []);
  });
}

/** A rename that is only likely may have been none: renaming then gives the data of one thing the name of another. */
function renamedBack(kinds: KindRegistry, { address, statement: { sql, hazards }, of }: Renaming): Unnumbered {
  const rating = ratingOf(hazards);
  const said = { description: descriptionOf(kinds, address, sql, of), sql, hazards, address, ...rating };
  if (of === null) return { ...said, reason: `its name is needed for what had it before; ${rating.reason}` };
  const doubt = doubtOf(of.evidence);
  if (doubt === null) return said;
  return {
    ...said,
    risk: rating.risk === "safe" ? "caution" : rating.risk,
    reason: `that it was renamed is likely, not proved (${doubt}); ${rating.reason}`,
    suggestion: `if ${of.address} was removed and ${of.to} is another: create the one, and drop the other once its data is safe`,
  };
}

function descriptionOf(kinds: KindRegistry, address: string, sql: string, of: Renaming["of"]): string {
  const expected = titleOf(kinds, parseAddress(address));
  if (of === null) return `move ${expected} aside`;
  const verb = /\bSET SCHEMA\b/.test(sql) ? "move" : "rename";
  return `${verb} ${titleOf(kinds, of.actual.address)} to ${expected}`;
}
