/** What a function is told travels in its environment, where there is little room. */

import { DriftwatchError } from "../core/errors.ts";

/** Lambda takes 4 KB of environment; the rest is left to names and other variables. */
const LONGEST = 3_500;

/** @throws DriftwatchError `bad-argument` where `value` would be too long as JSON */
export function refuseOverflow(value: object, name: string, remedy: string): void {
  const { length } = JSON.stringify(value);
  if (length > LONGEST) throw new DriftwatchError("bad-argument", `${name} are ${length} characters long`, remedy);
}
