/** A report as an earlier version of this format stored it: what came later is filled in. */

import { NOWHERE, type Places } from "./places.ts";
import type { ProposedRemediation, Report } from "./report.ts";
import { report } from "./report-shape.ts";

type Optional<T, Later extends keyof T> = Omit<T, Later> & Partial<Pick<T, Later>>;
type Statement = ProposedRemediation["statements"][number];

/** What reports of this format have had from the beginning, and what they may have. */
export type StoredReport = Optional<
  Omit<Report, "remediation" | "stored">,
  "health" | "healthUnseen" | "healthSuppressed" | "pending" | "notes" | "relations" | "history" | "withheld"
> & {
  readonly stored: Optional<Places, "plan">;
  readonly remediation: Pick<ProposedRemediation, "manual"> & {
    readonly statements: readonly Optional<Statement, "id" | "description" | "after">[];
  };
};

const LATER = {
  ...{ health: [], healthUnseen: [], healthSuppressed: [], pending: [] },
  ...{ notes: [], relations: [], history: [], withheld: null },
};

export const wholeReport = (stored: StoredReport): Report => ({
  ...LATER,
  ...stored,
  stored: { ...NOWHERE, ...stored.stored },
  remediation: {
    manual: stored.remediation.manual,
    statements: stored.remediation.statements.map((statement, at) => ({
      ...{ id: String(at), description: statement.address, after: [] },
      ...statement,
    })),
  },
});

/** Reads the text of a report; undefined when it is none of this format, or a damaged one. */
export function parseReport(text: string): Report | undefined {
  try {
    const whole = wholeReport(JSON.parse(text) as StoredReport);
    return report(whole) ? whole : undefined;
  } catch {
    return undefined;
  }
}
