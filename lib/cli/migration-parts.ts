/** A script as the parts that a migration tool runs each by itself, and as one: what it sets in a session goes along. */

import { type Part, type PlanStep, partsOf, type Script } from "../core/plan.ts";
import type { Apart, NewPart, NewStatement } from "../migrations/new-migration.ts";
import { printable } from "../report/printable.ts";
import { terminated } from "../report/remediation.ts";

/** @param apart how the tool takes what runs in no transaction */
export function migrationParts(script: Script, apart: Apart): NewPart[] {
  const { settings, steps } = setApart(script);
  const parts = partsOf({ ...script, steps }).flatMap((part) => (apart === "statement" ? alone(part) : [part]));
  return parts.map((part) => newPart(part, settings));
}

/** All of it as one: in a transaction if every part can be. */
export function wholeOf(script: Script): NewPart {
  const { settings, steps } = setApart(script);
  return newPart({ transactional: steps.every(({ transactional }) => transactional), steps }, settings);
}

/** Two of them in one message would be a transaction. */
const alone = ({ transactional, steps }: Part): Part[] =>
  transactional ? [{ transactional, steps }] : steps.map((step) => ({ transactional, steps: [step] }));

const SETTING = /^SET (?:LOCAL |SESSION )?([\w.]+)/;

/** What it sets, and the steps that are left. */
const setApart = ({ steps }: Script): { settings: readonly PlanStep[]; steps: readonly PlanStep[] } => ({
  settings: steps.filter(({ sql }) => SETTING.test(sql)),
  steps: steps.filter(({ sql }) => !SETTING.test(sql)),
});

/** Each part may be run in a session of its own, and the next migration in the same one. */
function newPart({ transactional, steps }: Part, settings: readonly PlanStep[]): NewPart {
  const needed = settings.filter(({ id }) => steps.some(({ after }) => after.includes(id)));
  const statements = [...needed, ...steps].map(
    ({ id, risk, description, sql }): NewStatement => ({
      remark: `${id} ${risk.toUpperCase()}: ${printable(description)}`,
      sql: terminated(sql),
    }),
  );
  const undone = needed.map(({ id, sql }): NewStatement => {
    const [, name = ""] = SETTING.exec(sql) ?? [];
    return { remark: `${id}: what is set ends here`, sql: `RESET ${name};` };
  });
  return { transactional, statements: [...statements, ...undone] };
}
