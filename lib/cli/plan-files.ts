/** A plan as the files that are kept of it, and what is refused before that. */

import { count } from "../core/count.ts";
import { DriftwatchError } from "../core/errors.ts";
import { type Plan, type PlanStep, riskCounts, sealed, sha256 } from "../core/plan.ts";
import type { Proofs } from "../core/proof.ts";
import type { Planned } from "../engine/plan.ts";
import { renderJson } from "../report/json.ts";
import { renderPlanChangelog } from "../report/plan-changelog.ts";
import { renderPlanSql } from "../report/plan-sql.ts";
import { renderPlan } from "../report/plan-text.ts";
import { unseenPhrases } from "../report/unseen.ts";
import type { Console } from "./console.ts";
import type { Format } from "./format.ts";
import { type PlanFiles, writePlan } from "./plan-directory.ts";
import { slugOf, stampOf } from "./plan-naming.ts";

export interface PlanOutput {
  readonly message: string;
  readonly now: Date;
  /** null = print only. */
  readonly out: string | null;
  readonly allowDanger: boolean;
  readonly format: Format;
  /** null = it was not to be tried. */
  readonly proof: Proofs | null;
}

/** Writes or prints the plan. @returns the exit code */
export async function revert(planned: Planned, output: PlanOutput, console: Console): Promise<number> {
  const { out, allowDanger, format } = output;
  const made = filesOf(planned, output);
  const dangers = allowDanger ? null : dangersOf(planned.up.steps);
  if (dangers !== null && out !== null) throw refused(dangers);
  const paths = out === null ? [] : await writePlan(out, made);
  const { colour, width } = console;
  await console.print(format === "json" ? renderJson(made.plan) : renderPlan(made.plan, paths, { colour, width }));
  if (dangers !== null) await console.say(`${dangers}; ${UNALLOWED}`);
  const unproved = output.proof !== null && Object.values(output.proof).some(({ outcome }) => outcome !== "proved");
  return planned.verdict.status === "INCOMPLETE" || unproved ? 3 : 0;
}

export function filesOf(
  planned: Planned,
  { message, now, proof }: Pick<PlanOutput, "message" | "now" | "proof">,
): PlanFiles {
  const { up, down, looked, fingerprint, verdict, actual } = planned;
  const id = `${stampOf(now)}_${slugOf(message)}`;
  const draft = {
    ...{ format: 1 as const, id, message, createdAt: now.toISOString() },
    database: { name: actual.server.database, version: actual.server.version },
    ...{ looked, fingerprint, unseen: unseenPhrases(verdict), risks: riskCounts(up.steps), up, down, proof },
  };
  const contents = new Map([
    [`${id}.up.sql`, renderPlanSql(draft, "up", up)],
    [`${id}.down.sql`, renderPlanSql(draft, "down", down)],
    [`${id}.changelog.md`, renderPlanChangelog(draft, verdict.findings)],
  ]);
  const files = Array.from(contents, ([name, content]): Plan["files"][number] => ({ name, sha256: sha256(content) }));
  return { plan: sealed({ ...draft, files }), contents };
}

/** The steps that nobody should run without having read them. */
export function dangersOf(steps: readonly PlanStep[]): string | null {
  const dangers = steps.filter(({ risk }) => risk === "danger");
  if (dangers.length === 0) return null;
  const named = dangers.map(({ id, description }) => `${id} ${description}`).join(", ");
  return `the plan has ${count(dangers.length, "DANGER step")}: ${named}`;
}

/** What a dry run says of them. */
export const UNALLOWED = "it is only written with --allow-danger";

export const refused = (
  dangers: string,
  remedy = "read it with --dry-run; to have it written all the same, give --allow-danger",
): DriftwatchError => new DriftwatchError("plan-refused", dangers, remedy);
