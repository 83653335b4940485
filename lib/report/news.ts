/** What an alert has to tell, sorted out: what is new, what was there before, what has gone. */

import type { Finding } from "../core/finding.ts";
import type { AlertContent, HealthFinding, IncidentFinding, Report } from "../core/report.ts";
import { bySeverity, type Severity } from "../core/severity.ts";

export interface News {
  /** The worst that stands or has gone: whoever hears of an incident hears of its end. */
  readonly severity: Severity;
  /** All that stands, worst first … */
  readonly open: readonly IncidentFinding[];
  /** … of which people did not know this … */
  readonly appeared: readonly IncidentFinding[];
  /** … but this; */
  readonly still: readonly IncidentFinding[];
  readonly disappeared: readonly IncidentFinding[];
  /** Findings of the report that are too mild for the incident. */
  readonly mild: readonly Finding[];
  /** What the report knows of one of them; undefined when that is nothing. */
  known(finding: IncidentFinding): Finding | HealthFinding | undefined;
}

export function newsOf({ report, appeared, disappeared }: AlertContent): News {
  const open = worst(report.incident?.findings ?? appeared);
  const fresh = idsOf(appeared);
  const standing = idsOf(open);
  const known = new Map([...report.health, ...report.findings].map((finding) => [finding.id, finding]));
  return {
    severity: worst([...open, ...appeared, ...disappeared])[0]?.severity ?? "info",
    open,
    appeared: worst(appeared),
    still: open.filter(({ id }) => !fresh.has(id)),
    disappeared: worst(disappeared),
    mild: report.findings.filter(({ id }) => !standing.has(id)),
    known: ({ id }) => known.get(id),
  };
}

/** Whether it is drift that the report knows everything of. */
export const isDrift = (known: Finding | HealthFinding | undefined): known is Finding =>
  known !== undefined && "verb" in known;

const worst = (findings: readonly IncidentFinding[]): IncidentFinding[] =>
  [...findings].sort((a, b) => bySeverity(a.severity, b.severity));

const idsOf = (findings: readonly IncidentFinding[]): Set<string> => new Set(findings.map(({ id }) => id));

/** The incident an alert is about, also when it has just ended; null where nothing tells. */
export const incidentOf = ({ incident, history }: Pick<Report, "incident" | "history">): string | null =>
  incident?.id ?? history.find((check) => check.incident !== null)?.incident ?? null;
