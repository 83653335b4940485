/** A plan: the SQL between two schemas, both ways, as it is kept in files, reviewed and run by a person. */

import { createHash } from "node:crypto";
import { type Hazard, LOCKS, type Risk } from "./hazard.ts";
import type { Proofs } from "./proof.ts";
import type { ProposedRemediation } from "./report.ts";
import type { LeftOut, Scope } from "./snapshot.ts";

type ProposedStatement = ProposedRemediation["statements"][number];

/** One statement of a plan: as it is proposed, and how to run it. */
export interface PlanStep extends ProposedStatement {
  /** Whether PostgreSQL runs it inside a transaction. */
  readonly transactional: boolean;
  /** `3s`: how long it may wait for a lock, and … */
  readonly lockTimeout: string | null;
  /** … how long it may run; null = as long as it takes. */
  readonly statementTimeout: string | null;
}

/** What only a person can do, and why. */
export interface PlanNote {
  readonly address: string;
  readonly attribute: string | null;
  readonly reason: string;
}

/** One way of a plan. */
export interface Script {
  /** To be run in this order. */
  readonly steps: readonly PlanStep[];
  readonly manual: readonly PlanNote[];
}

export type RiskCounts = Readonly<Record<Risk, number>>;

/** `revert`: the live schema goes back to the expected one; `incorporate`: the expected one follows the live. */
export type Way = "revert" | "incorporate";

export interface Plan {
  /** Version of this shape. */
  readonly format: 1;
  /** `20261128_110719_add_email`: its files are named by it. */
  readonly id: string;
  readonly message: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  /** The database the plan is for, and its server's `server_version_num`; of a snapshot, where it was taken. */
  readonly database: { readonly name: string; readonly version: number };
  /** What was compared; a database is looked at in the same way to tell whether the plan has been applied. */
  readonly looked: Looked;
  /** Of what was compared: after the plan, and before it. */
  readonly fingerprint: { readonly expected: string; readonly actual: string };
  /** What could not be compared, so that the plan says nothing about it. */
  readonly unseen: readonly string[];
  readonly risks: RiskCounts;
  readonly up: Script;
  readonly down: Script;
  /** What came of running both on a scratch database; null = nobody asked for that. */
  readonly proof: Proofs | null;
  readonly files: readonly PlanFile[];
  /** SHA-256 over all the rest. */
  readonly digest: string;
}

/** A plan before its files are made. */
export type PlanDraft = Omit<Plan, "files" | "digest">;

/** What a script says of the plan it belongs to. */
export interface PlanHead {
  readonly id: string;
  readonly message: string;
  readonly database: { readonly name: string };
}

/** As much of a comparison's reach as another snapshot can be given. */
export interface Looked {
  readonly scope: Scope;
  /** Every restriction to schemas of the two sides. */
  readonly schemas: readonly Scope[];
  readonly leftOut: readonly LeftOut[];
}

export interface PlanFile {
  readonly name: string;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
}

/** One line of the index of a directory. */
export interface Revision {
  readonly id: string;
  readonly message: string;
  readonly createdAt: string;
  readonly risks: RiskCounts;
  readonly manual: number;
  readonly fingerprint: Plan["fingerprint"];
  /** The plan's own. */
  readonly digest: string;
}

export interface PlanIndex {
  readonly format: 1;
  /** The oldest first. */
  readonly revisions: readonly Revision[];
}

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** How many steps there are of each risk. */
export function riskCounts(steps: readonly Pick<PlanStep, "risk">[]): RiskCounts {
  const of = (risk: Risk) => steps.filter((step) => step.risk === risk).length;
  return { safe: of("safe"), caution: of("caution"), danger: of("danger") };
}

/** The plan with the digest that it must have. */
export function sealed(plan: Omit<Plan, "digest">): Plan {
  const { digest: _, ...rest } = plan as Plan;
  return { ...rest, digest: sha256(JSON.stringify(rest)) };
}

export const revisionOf = ({ id, message, createdAt, risks, up, fingerprint, digest }: Plan): Revision => ({
  ...{ id, message, createdAt, risks, manual: up.manual.length, fingerprint, digest },
});

/** A run of steps that are done together or not at all, or one that PostgreSQL runs in no transaction. */
export interface Part {
  readonly transactional: boolean;
  readonly steps: readonly PlanStep[];
}

/** The steps of a script in their order, parted where a transaction has to end. */
export function partsOf({ steps }: Script): Part[] {
  const parts: { transactional: boolean; steps: PlanStep[] }[] = [];
  for (const step of steps) {
    const last = parts.at(-1);
    if (last && last.transactional === step.transactional) last.steps.push(step);
    else parts.push({ transactional: step.transactional, steps: [step] });
  }
  return parts;
}

/** Of these it is known how long they may take: as long as the table is large. */
const LONG: ReadonlySet<Hazard> = new Set([
  "table-rewrite",
  "table-scan",
  "fills-rows",
  "index-build",
  "blocks-writes",
]);

/** It waits for others without keeping anybody waiting, and leaves an invalid index where it is cut short. */
const PATIENT: Hazard = "waits-for-transactions";

const LOCK_TIMEOUT = "3s";
const STATEMENT_TIMEOUT = "30s";

/** The statements with what is suggested for running them. */
export const scriptOf = ({ statements, manual }: ProposedRemediation): Script => ({
  steps: statements.map(
    (statement): PlanStep => ({
      ...statement,
      transactional: !statement.hazards.includes("not-transactional"),
      ...limitsOf(statement.hazards),
    }),
  ),
  manual,
});

const limitsOf = (hazards: readonly Hazard[]): Pick<PlanStep, "lockTimeout" | "statementTimeout"> => {
  const patient = hazards.includes(PATIENT);
  return {
    lockTimeout: !patient && LOCKS.some((lock) => hazards.includes(lock)) ? LOCK_TIMEOUT : null,
    statementTimeout: patient || hazards.some((hazard) => LONG.has(hazard)) ? null : STATEMENT_TIMEOUT,
  };
};
