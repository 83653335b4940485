/** That somebody knows of single findings: nobody is told of them until they change, go, or the time is over. */

import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Acknowledgement } from "../core/finding.ts";
import type { Decision, TargetState } from "../core/target-state.ts";
import { amendState } from "./amend.ts";
import type { Ports } from "./ports.ts";

export interface Asked {
  /** Each the id of a finding, 6 or more of its first characters, or its address. */
  readonly findings: readonly string[];
  readonly by: string;
  readonly why: string;
  /** ISO 8601; null = until the finding changes or goes. */
  readonly until: string | null;
}

type AcknowledgePorts = Pick<Ports, "states" | "reports" | "clock">;
export type Acknowledged = Extract<Decision, { verb: "acknowledged" | "withdrawn" }>;

/** As much of a finding as an acknowledgement keeps. */
type Named = Pick<Acknowledgement, "code" | "address" | "title"> & { readonly id: string };

/** @throws DriftwatchError `bad-argument` when the last check did not find them, or one name stands for several */
export async function acknowledge(target: Target, ports: AcknowledgePorts, asked: Asked): Promise<Acknowledged> {
  const now = ports.clock.now().toISOString();
  const { by, why, until } = asked;
  if (until !== null && until <= now)
    throw new DriftwatchError("bad-argument", `${until} has passed`, "give a date that is still to come");
  const present = await found(target, ports);
  const named = asked.findings.map((name) => chosen(name, present, `the last check of ${target.id}`));
  const findings = [...new Map(named.map((finding) => [finding.id, finding])).values()];
  const decision = decided("acknowledged", { by, why, until, at: now }, findings);
  await amendState(target, ports, (state) => ({
    ...state,
    acknowledged: [
      ...state.acknowledged.filter(({ finding }) => !findings.some(({ id }) => id === finding)),
      ...findings.map(({ id, code, address, title }) => ({
        finding: id,
        code,
        address,
        title,
        by,
        why,
        at: now,
        until,
      })),
    ],
    decisions: [decision, ...state.decisions],
  }));
  return decision;
}

/** Takes acknowledgements back: with the next check the findings count as new. */
export async function withdraw(
  target: Target,
  ports: AcknowledgePorts,
  asked: Omit<Asked, "until">,
): Promise<Acknowledged> {
  const now = ports.clock.now().toISOString();
  const { by, why } = asked;
  let decision: Acknowledged | undefined;
  await amendState(target, ports, (state) => {
    const known = state.acknowledged.map(({ finding, code, address, title }) => ({
      id: finding,
      code,
      address,
      title,
    }));
    const withdrawn = asked.findings.map((name) => chosen(name, known, `the acknowledgements of ${target.id}`));
    decision = decided("withdrawn", { by, why, until: null, at: now }, withdrawn);
    return {
      ...state,
      // The next check drops it, and tells, as if its time were over.
      acknowledged: state.acknowledged.map((it) =>
        withdrawn.some(({ id }) => id === it.finding) ? { ...it, until: now } : it,
      ),
      decisions: [decision, ...state.decisions],
    };
  });
  return decision!;
}

const decided = (
  verb: Acknowledged["verb"],
  { by, why, until, at }: Omit<Asked, "findings"> & { readonly at: string },
  findings: readonly Named[],
): Acknowledged => ({
  ...{ at, by, why, verb, until },
  findings: findings.map(({ id, code, title }) => ({ id, code, title })),
});

/** What the last check found, and what the incident remembers. */
async function found(target: Target, { states, reports }: AcknowledgePorts): Promise<Named[]> {
  const state = (await states.read(target))?.value;
  const report = state && (await lastReport(target, state, reports));
  const findings: readonly Named[] = [
    ...(report?.findings ?? []),
    ...(report?.health ?? []),
    ...(state?.incident?.findings ?? []),
  ];
  return [...new Map(findings.map(({ id, code, address, title }) => [id, { id, code, address, title }])).values()];
}

async function lastReport(target: Target, { checks }: TargetState, reports: Ports["reports"]) {
  const location = checks.find(({ report }) => report !== null)?.report;
  return location ? await reports.read(target, location) : null;
}

function chosen(name: string, among: readonly Named[], where: string): Named {
  const exact = among.filter(({ id, address }) => id === name || address === name);
  const like =
    exact.length > 0 || !/^[0-9a-f]{6,15}$/.test(name) ? exact : among.filter(({ id }) => id.startsWith(name));
  const [first, ...others] = like;
  if (first === undefined) {
    const known = among.slice(0, 5).map(({ id, title }) => `${id} (${title})`);
    const remedy = known.length > 0 ? `choose from ${known.join(", ")}` : "there is nothing to choose from";
    throw new DriftwatchError("bad-argument", `${where} found no "${name.slice(0, 80)}"`, remedy);
  }
  if (others.length === 0) return first;
  const ids = like.slice(0, 5).map(({ id, code }) => `${id} (${code})`);
  throw new DriftwatchError(
    "bad-argument",
    `"${name.slice(0, 80)}" stands for ${like.length} findings`,
    `give the id of one: ${ids.join(", ")}`,
  );
}
