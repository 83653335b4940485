/** What is said only on something that was there before, and stays. */

import { encodeAddress } from "../../core/address.ts";
import type { Statement } from "../../core/statement.ts";
import type { Decisions } from "./decisions.ts";
import type { PlannedStep } from "./steps.ts";

export function onlyOnWhatStays(steps: readonly PlannedStep[], decisions: Decisions): readonly PlannedStep[] {
  const { actual, expected, drops } = decisions;
  const isSaid = ({ onlyOn }: Statement): boolean => {
    if (!onlyOn) return true;
    const address = encodeAddress(onlyOn.address);
    if (!actual.objects.has(address) || drops.has(address)) return false;
    const { spec, facts } = expected.get(address);
    return onlyOn.is(spec, facts);
  };
  return steps.map((step) =>
    step.statements.every(isSaid) ? step : { ...step, statements: step.statements.filter(isSaid) },
  );
}
