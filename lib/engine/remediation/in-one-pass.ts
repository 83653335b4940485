/** What goes through the rows of one table, as one statement: PostgreSQL reads them, or writes them anew, once for all of it. */

import { groupBy } from "../../core/group-by.ts";
import { gravestFirst, type Hazard, ratingTogether } from "../../core/hazard.ts";
import type { Statement } from "../../core/statement.ts";
import type { Decisions } from "./decisions.ts";
import { byWeight } from "./order.ts";
import type { PlannedStep } from "./steps.ts";
import { Waiting } from "./waiting.ts";

const PASSES: readonly Hazard[] = ["table-rewrite", "table-scan"];

type Passing = Statement & Required<Pick<Statement, "clause" | "rating">>;

const isPassing = (said: Statement): said is Passing =>
  said.clause !== undefined && said.rating !== undefined && said.hazards.some((hazard) => PASSES.includes(hazard));

/** A step and its statements: those that go through the rows, and those before and after them. */
interface Parted {
  readonly step: PlannedStep;
  readonly table: string;
  readonly before: readonly Statement[];
  readonly passing: readonly [Passing, ...Passing[]];
  readonly after: readonly Statement[];
}

export function inOnePass(planned: readonly PlannedStep[], decisions: Decisions): readonly PlannedStep[] {
  const steps = new Waiting(planned);
  const parted = planned.flatMap((step) => partedOf(step, decisions) ?? []);
  const groups = groupBy(parted, ({ step, passing: [{ clause }] }) => `${step.verb} ${clause.of}`);
  for (const group of groups.values()) {
    const together: Parted[] = [];
    for (const one of group.sort((a, b) => byWeight(a.step, b.step)))
      if (together.every((other) => areApart(steps, one.step.id, other.step.id))) together.push(one);
    join(steps, together);
  }
  return steps.all();
}

/** null of a step that does not go through the rows of a table that is there. */
function partedOf(step: PlannedStep, { expected, actual, drops }: Decisions): Parted | null {
  const { address, statements } = step;
  const table = expected.parent(address);
  if (table === undefined || !actual.objects.has(table) || drops.has(table)) return null;
  const from = statements.findIndex(isPassing);
  const next = statements.findIndex((said, at) => at > from && !isPassing(said));
  const to = next < 0 ? statements.length : next;
  const [first, ...rest] = statements.slice(Math.max(from, 0), to).filter(isPassing);
  if (first === undefined) return null;
  return { step, table, before: statements.slice(0, from), passing: [first, ...rest], after: statements.slice(to) };
}

/** Whether neither waits for the other. */
const areApart = (steps: Waiting, one: string, other: string): boolean =>
  !steps.awaited([one]).has(other) && !steps.awaited([other]).has(one);

function join(steps: Waiting, together: readonly Parted[]): void {
  const [first] = together;
  const all = together.flatMap(({ passing }) => passing);
  if (first === undefined || all.length < 2) return;
  const { step, table, passing } = first;
  const id = `${step.id} in one pass`;
  const waiting = together.flatMap(({ step: { after, ...rest }, before }) => {
    if (before.length === 0) return [...after];
    const begun = { ...rest, id: `${rest.id} before`, after, statements: before };
    steps.add(begun);
    return [begun.id];
  });
  steps.add({
    ...{ id, verb: "alter", address: table, weight: step.weight, after: new Set(waiting) },
    statements: [statementOf(passing[0].clause.of, all)],
  });
  for (const { step, after } of together) {
    for (const need of step.after) steps.waitNoMore(step.id, need);
    steps.wait(step.id, id);
    steps.change(step.id, { statements: after });
  }
}

const statementOf = (of: string, passing: readonly Passing[]): Statement => ({
  sql: `${of} ${passing.map(({ clause }) => clause.does).join(", ")}`,
  hazards: gravestFirst(passing.flatMap(({ hazards }) => hazards)),
  rating: ratingTogether(passing.map(({ rating }) => rating)),
  time: "in-order",
});
