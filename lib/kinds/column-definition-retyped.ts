/** What it means that a column is of another type. */

import type { Facts, Sided } from "../core/kind.ts";
import { high, low, medium, type Verdict } from "../core/severity.ts";
import { type TypeWay, typeChange } from "../core/type-family.ts";

/** The type of the values: what a domain is made of, under whatever others. */
export const madeOf = (type: string, facts: Facts): string => (typeof facts.madeOf === "string" ? facts.madeOf : type);

/** What it means that a column has values of another type, or those of the same under the name of a domain. */
export function retypedDrift(expected: string, actual: string, sides: Sided): Verdict {
  const { way } = typeChange(madeOf(expected, sides.expected), madeOf(actual, sides.actual));
  if (way === "crosses" || way === "rounds" || way === "shifts") return RETYPED[way];
  if (sides.actual.refuses === true) return REFUSED;
  if (sides.expected.refuses === true) return UNREFUSED;
  return RETYPED[way];
}

const REFUSED = high(
  "writes of values that used to fit are refused: the column's type is a domain with checks of its own",
);
const UNREFUSED = high(
  "values are accepted that the application believes impossible: no domain checks the column any more",
);

const RETYPED: Readonly<Record<TypeWay, Verdict>> = {
  equal: low("the column holds what it held, under the name of another type"),
  widens: medium("values come that the application has no room for: the column's type is wider"),
  narrows: high("writes of values that used to fit are refused: the column's type is narrower"),
  rounds: high("values are rounded, or lose a part, when they are written: the column's type holds less"),
  shifts: high("moments are read in the session's time zone, or no longer: they are off by hours"),
  crosses: high("values are stored and compared as those of another type: queries fail, or find other rows"),
};
