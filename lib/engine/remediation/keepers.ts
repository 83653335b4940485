/** What holds the answers that something gave before it was altered: it is worked out anew, or a person is told of it. */

import { byCodeUnit } from "../../core/address.ts";
import { ratingOf } from "../../core/hazard.ts";
import type { Keeping } from "../../core/keeping.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Statement } from "../../core/statement.ts";
import { holdsNothing } from "../structure/anew.ts";
import { titleOf } from "../structure/title.ts";
import type { Decisions } from "./decisions.ts";

export interface Keeper {
  readonly address: string;
  readonly keeping: Keeping;
}

/** Of what stays: all that asked the altered one, itself or by way of what holds nothing. */
export function keepersOf(
  kinds: KindRegistry,
  altered: string,
  { actual, expected, drops }: Pick<Decisions, "actual" | "expected" | "drops">,
): Keeper[] {
  const asking = new Set(actual.neededBy(altered));
  const keepers: Keeper[] = [];
  for (const other of asking) {
    if (drops.has(other)) continue;
    const object = actual.get(other);
    const kind = kinds.get(object.address.kind);
    const keeping = kind.keeps(object.address, object.spec, object.facts);
    if (keeping) keepers.push({ address: other, keeping });
    else if (holdsNothing(kind, object, expected.objects.get(other)))
      for (const next of actual.neededBy(other)) asking.add(next);
  }
  return keepers.sort((a, b) => byCodeUnit(a.address, b.address));
}

/** The statements that alter it, with what a person has to see to then. */
export function advised(
  kinds: KindRegistry,
  statements: readonly Statement[],
  keepers: readonly Keeper[],
  { actual }: Pick<Decisions, "actual">,
): Statement[] {
  const left = keepers.filter(({ keeping }) => keeping.advice !== undefined);
  if (left.length === 0) return [...statements];
  const titles = left.map(({ address }) => titleOf(kinds, actual.get(address).address));
  return statements.map((said): Statement => {
    if (!said.hazards.includes("changes-behaviour")) return said;
    const { risk, reason, suggestion } = said.rating ?? ratingOf(said.hazards);
    const first = suggestion === null ? "" : `${suggestion}; `;
    const rating = {
      risk,
      reason: `${reason}; what it answered before stays in ${titles.join(", ")}`,
      suggestion: `${first}afterwards: ${left.map(({ keeping }) => keeping.advice).join("; ")}`,
    };
    return { ...said, rating };
  });
}
