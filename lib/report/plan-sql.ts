/** One way of a plan as a file that psql runs: a comment over every step, and where a transaction begins and ends. */

import { count, tally } from "../core/count.ts";
import { type Part, type PlanHead, type PlanStep, partsOf, riskCounts, type Script } from "../core/plan.ts";
import { page } from "./page.ts";
import { printable } from "./printable.ts";
import { RISKS, remark, scriptText, terminated } from "./remediation.ts";

export type Direction = "up" | "down";

const WIDTH = 100;
const ON = page({ colour: false, width: WIDTH });

/** @param plan what the file says of itself; the script's text is as it can be run, byte by byte */
export function renderPlanSql(plan: PlanHead, way: Direction, script: Script): string {
  const parts = partsOf(script);
  const { steps } = script;
  const numbered = new Map(steps.map((step, at) => [step, `${at + 1}/${steps.length}`]));
  const lines = [
    ...head(plan, way, steps),
    ...parts.flatMap((part, at) => [
      "",
      ...partLines(part, parts.length === 1 ? "" : `Part ${at + 1} of ${parts.length}. `, numbered),
    ]),
    ...byHand(script),
  ];
  return scriptText(lines);
}

function head({ id, message, database }: PlanHead, way: Direction, steps: readonly PlanStep[]) {
  const where = way === "up" ? "to the expected schema" : "back to what it was before the plan";
  return [
    ...remark(ON, `Driftwatch plan ${id}, ${way}: takes the database ${database.name} ${where}.`, "-- "),
    ...remark(ON, message, "-- "),
    `-- ${stepCounts(steps)}. Nothing of it has been run. To run it:`,
    `--   psql -X -v ON_ERROR_STOP=1 -f ${printable(id)}.${way}.sql`,
  ];
}

/** `3 steps (1 danger, 2 safe)`. */
export function stepCounts(steps: readonly Pick<PlanStep, "risk">[]): string {
  const said = tally(riskCounts(steps), RISKS);
  return `${count(steps.length, "step")}${said === "" ? "" : ` (${said})`}`;
}

const TOGETHER = "One transaction: all of it or nothing. What it locks stays locked until COMMIT.";
const APART = "Outside of any transaction: where a step fails, those before it stay done. See why, then plan anew.";

function partLines({ transactional, steps }: Part, label: string, numbered: ReadonlyMap<PlanStep, string>): string[] {
  const set = transactional ? "SET LOCAL" : "SET";
  const limits = new Map<string, string | null>();
  const body = steps.flatMap((step) => [
    "",
    ...stepHead(step, numbered.get(step) ?? ""),
    ...limitsOf(step, limits, set),
    terminated(step.sql),
  ]);
  const opening = remark(ON, `${label}${transactional ? TOGETHER : APART}`, "-- ");
  if (transactional) return [...opening, "BEGIN;", ...body, "", "COMMIT;"];
  return [
    ...opening,
    ...body,
    ...[...limits.keys()].flatMap((name, at) => [...(at === 0 ? [""] : []), `RESET ${name};`]),
  ];
}

/** Suggested limits, said where they change. */
function limitsOf(step: PlanStep, limits: Map<string, string | null>, set: string): string[] {
  const wanted = [
    ["lock_timeout", step.lockTimeout],
    ["statement_timeout", step.statementTimeout],
  ] as const;
  return wanted.flatMap(([name, value]) => {
    if (value === (limits.get(name) ?? null)) return [];
    limits.set(name, value);
    return [`${set} ${name} = '${value ?? "0"}';`];
  });
}

const stepHead = ({ id, description, risk, hazards, reason, suggestion }: PlanStep, number: string): string[] => [
  `-- Step ${number}: ${id}`,
  ...remark(ON, description, "-- "),
  `-- Risk: ${risk.toUpperCase()}${hazards.length > 0 ? ` (${hazards.join(", ")})` : ""}`,
  ...remark(ON, reason, "--   "),
  ...remark(ON, suggestion, "--   → "),
];

const byHand = ({ manual }: Script): string[] =>
  manual.length === 0
    ? []
    : [
        "",
        "-- By hand, since no statement can do it:",
        ...manual.flatMap(({ address, attribute, reason }) =>
          remark(ON, `${printable(address)}${attribute === null ? "" : `, ${attribute}`}: ${reason}`, "--   - "),
        ),
      ];
