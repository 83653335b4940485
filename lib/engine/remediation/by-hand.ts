/** What a plan leaves to a person, and why. */

import { parseAddress } from "../../core/address.ts";
import type { Altered, Change } from "../../core/change.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { RelatedSides } from "../structure/inheritance.ts";
import { titleOf } from "../structure/title.ts";

export interface ManualStep {
  readonly address: string;
  /** null: the object itself is missing. */
  readonly attribute: string | null;
  /** Why no statement can do it, and what a person can. */
  readonly reason: string;
}

export const knotted = (kinds: KindRegistry, leftOut: ReadonlyMap<string, readonly string[]>): ManualStep[] =>
  Array.from(leftOut, ([address, members]) => ({
    address,
    attribute: null,
    reason: `no order of statements suits these, since each needs another of them: ${members.map((each) => titleOf(kinds, parseAddress(each))).join(", ")}; ${members.includes(address) ? "bring one about in a form that needs none of the others, then these, then it as it is to be" : "this waits for them"}`,
  }));

/** What stands within something that waits is not told by itself. */
export const heldBack = (
  kinds: KindRegistry,
  waiting: ReadonlyMap<Change, string>,
  { expected, actual }: RelatedSides,
): ManualStep[] => {
  const whole = new Set(
    [...waiting.keys()].flatMap(({ verb, address }) => (verb === "altered" ? [] : [`${verb} ${address}`])),
  );
  const isTold = ({ verb, address }: Change) =>
    !whole.has(`${verb} ${(verb === "added" ? actual : expected).parent(address)}`);
  return Array.from(waiting)
    .filter(([change]) => isTold(change))
    .map(([change, root]) => ({
      address: change.address,
      attribute: change.verb === "altered" ? change.attribute : null,
      reason: `it waits for ${titleOf(kinds, parseAddress(root))}, which has to be built anew by hand first`,
    }));
};

/** What comes back with an alteration waits for whoever has to make that. */
export function awaiting(
  kinds: KindRegistry,
  measures: Iterable<readonly [Change, Altered]>,
  manual: readonly ManualStep[],
): ManualStep[] {
  const left = new Set(manual.map(({ address, attribute }) => `${address} ${attribute}`));
  return [...measures].flatMap(([change, cause]) => {
    if (!left.has(`${cause.address} ${cause.attribute}`)) return [];
    const attribute = change.verb === "altered" ? change.attribute : null;
    return [
      { address: change.address, attribute, reason: `it comes back with ${titleOf(kinds, cause.actual.address)}` },
    ];
  });
}
