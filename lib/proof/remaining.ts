/** What is left after a plan has run: what its manual steps leave to a person, and what nobody has named. */

import { encodePath, parseAddress } from "../core/address.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { PlanNote } from "../core/plan.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { compared } from "../engine/compare.ts";
import { diff } from "../engine/diff/diff.ts";
import { relationsOf } from "../engine/structure/relations.ts";
import { titleOf } from "../engine/structure/title.ts";
import { standingOn } from "./standing.ts";

export interface Remaining {
  /** `column app.users.nick: removed`: what a manual step speaks of … */
  readonly byHand: readonly string[];
  /** … and what none does. */
  readonly unnamed: readonly string[];
}

/**
 * @param to what the plan promises
 * @param reached what it came to
 */
export function remaining(
  kinds: KindRegistry,
  to: Snapshot,
  reached: Snapshot,
  manual: readonly PlanNote[],
): Remaining {
  const { verdict, wanted, actual } = compared(kinds, to, reached, {});
  const whole = new Set(manual.flatMap(({ address, attribute }) => (attribute === null ? [address] : [])));
  const attributes = new Set(manual.map(({ address, attribute }) => `${address} ${attribute}`));
  const onThose = [wanted, actual].map((side) => standingOn(kinds, side, whole));
  // The shell of a type that only a person can make stands under its name.
  const paths = new Set([...whole].map((address) => encodePath(parseAddress(address).path)));
  const relations = relationsOf(kinds, wanted);
  const follows = (address: string, attribute: string): boolean =>
    relations.leaders(address).some((leader) => attributes.has(`${leader} ${attribute}`) || follows(leader, attribute));
  const named = ({ address, attribute }: Pick<PlanNote, "address" | "attribute">): boolean =>
    attributes.has(`${address} ${attribute}`) ||
    (attribute !== null && follows(address, attribute)) ||
    paths.has(encodePath(parseAddress(address).path)) ||
    onThose.some((stands) => stands(address));
  const told = verdict.findings.map((finding) => ({ ...finding, said: said(finding.title, finding) }));
  const unnamed = told.filter((finding) => !named(finding)).map((finding) => finding.said);
  // What a finding folds may be more than its manual step speaks of.
  const silent = diff(wanted, actual)
    .map((change) => ({ ...change, attribute: change.verb === "altered" ? change.attribute : null }))
    .filter((change) => !named(change))
    .map((change) => said(titleOf(kinds, parseAddress(change.address)), change));
  return {
    byHand: told.filter((finding) => named(finding)).map((finding) => finding.said),
    unnamed: unnamed.length > 0 ? unnamed : silent,
  };
}

const said = (
  title: string,
  { attribute, verb }: { readonly attribute: string | null; readonly verb: string },
): string => `${title}: ${attribute === null ? "" : `${attribute} `}${verb}`;
