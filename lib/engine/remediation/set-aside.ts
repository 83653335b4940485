/**
 * A type that is built anew while columns are made of it makes way under another name: they pass from the one to the other
 * at once, and their tables are written anew once, not twice.
 */

import { groupBy } from "../../core/group-by.ts";
import { type Hazard, safe } from "../../core/hazard.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Conversion, StandIn } from "../../core/release.ts";
import type { Statement } from "../../core/statement.ts";
import type { Decisions } from "./decisions.ts";
import { SpareNames } from "./spare-names.ts";
import type { PlannedStep } from "./steps.ts";
import { Waiting } from "./waiting.ts";

export function setAside(
  kinds: KindRegistry,
  planned: readonly PlannedStep[],
  decisions: Decisions,
): readonly PlannedStep[] {
  const { converted } = decisions;
  if (converted.size === 0) return planned;
  const steps = new Waiting(planned);
  const names = new SpareNames(kinds, decisions);
  for (const [type, columns] of groupBy([...converted], ([, { of }]) => of)) {
    const across = new Map(
      columns.map(([address, standIn]) => [address, acrossOf(kinds, decisions, address, standIn)]),
    );
    if (![...across.values()].includes(undefined)) pass(kinds, steps, names, decisions, type, across as Passing);
  }
  return steps.all();
}

type Across = NonNullable<Conversion["across"]>;
/** By the addresses of the columns. */
type Passing = ReadonlyMap<string, Across>;

function acrossOf(
  kinds: KindRegistry,
  { actual, expected }: Decisions,
  column: string,
  standIn: StandIn,
): Across | undefined {
  const [{ address, spec }, to] = [actual.get(column), expected.get(column)];
  return kinds.get(address.kind).release?.(address, spec, to.spec, standIn).conversion?.across;
}

/** Whatever waited for it to be gone waits for its name; it goes once no column is made of it. */
function pass(
  kinds: KindRegistry,
  steps: Waiting,
  names: SpareNames,
  { actual }: Decisions,
  type: string,
  across: Passing,
): void {
  const going = `drop ${type}`;
  const step = steps.get(going);
  const { address, spec, facts } = actual.get(type);
  const { rename, drop } = kinds.get(address.kind);
  if (!step || step.statements.length === 0 || !rename) return;
  const name = names.take({ address, spec });
  const renaming: Statement = { ...rename.statement(address, name), rating: NAMED_ASIDE };
  const { id } = steps.add({ ...step, id: `aside ${type}`, verb: "aside", statements: [renaming] });
  for (const follower of [...steps.followers(going)]) {
    steps.waitNoMore(follower, going);
    steps.wait(follower, id);
  }
  for (const need of [...step.after]) steps.waitNoMore(going, need);
  for (const [column, { first, over }] of across) {
    const [away, back] = [`away ${column}`, `back ${column}`];
    // Those of a column that follows another one go the way of those, without a word.
    if (steps.get(away)?.statements.length) steps.change(away, { statements: first });
    if (steps.get(back)?.statements.length) steps.change(back, { statements: over });
    steps.wait(going, back);
  }
  steps.wait(going, id);
  const aside = { ...address, path: address.path.with(-1, name) };
  const statements = drop(aside, spec, facts).map((said) => ({
    ...said,
    hazards: said.hazards.filter((hazard) => !OF_WHAT_NAMES_IT.includes(hazard)),
    rating: LEFT,
  }));
  steps.change(going, { verb: "discard", statements });
}

const NAMED_ASIDE = safe(
  "it makes way under another name for the one built anew, until nothing is made of it: run it in one transaction with all that follows",
);
const OF_WHAT_NAMES_IT: readonly Hazard[] = ["breaks-names", "may-fail"];
const LEFT = safe("nothing is made of it any more");
