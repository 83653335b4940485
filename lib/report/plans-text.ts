/** The plans of a directory as a list, and what a database's fingerprint says of each. */

import type { Plan } from "../core/plan.ts";
import { moment } from "./moment.ts";
import { page, prose } from "./page.ts";
import { stepCounts } from "./plan-sql.ts";
import type { TextOptions } from "./text.ts";

/** `elsewhere`: the database is neither as it was before the plan nor as it is after it, nor after one that follows. */
export type PlanState = "applied" | "pending" | "elsewhere";

/**
 * What became of each plan. Its own fingerprints decide; one that a later, applied plan begins where it ended has been
 * applied, too.
 * @param all every plan, the oldest first
 * @param live the fingerprint of the database, as a plan looked at it
 */
export function statesOf(all: readonly Plan[], live: (plan: Plan) => string): Map<Plan, PlanState> {
  const passed = new Set<string>();
  const states = all.toReversed().map((plan): [Plan, PlanState] => {
    const { expected, actual } = plan.fingerprint;
    const now = live(plan);
    if (now !== expected && !passed.has(expected)) return [plan, now === actual ? "pending" : "elsewhere"];
    passed.add(actual);
    return [plan, "applied"];
  });
  return new Map(states.reverse());
}

const WORDS: Readonly<Record<PlanState, string>> = {
  applied: "applied",
  pending: "pending",
  elsewhere: "the database is neither as before this plan nor as after it",
};

export function renderPlans(
  listed: readonly { readonly plan: Plan; readonly state: PlanState | null }[],
  options: TextOptions,
): string {
  if (listed.length === 0) return "No plans.\n";
  const on = page(options);
  const mark = (state: PlanState | null) => ({ applied: "[X]", pending: "[ ]", elsewhere: "[?]" })[state ?? "pending"];
  const lines = listed.flatMap(({ plan, state }) => {
    const { id, message, createdAt, database, up } = plan;
    const hand = up.manual.length > 0 ? `, ${up.manual.length} by hand` : "";
    const said = state === null ? "" : `; ${WORDS[state]}`;
    const paint = state === "elsewhere" ? on.paint.risk.caution : (text: string) => text;
    return [
      ...prose(on, `${state === null ? "-  " : mark(state)} ${id}  ${message}`),
      ...prose(on, `${database.name}, ${moment(createdAt)}: ${stepCounts(up.steps)}${hand}${said}`, "    ").map(paint),
    ];
  });
  return `${lines.join("\n")}\n`;
}
