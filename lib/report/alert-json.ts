/** An alert as JSON for programs, with what people want first on top: mail programs show it raw. */

import type { AlertContent, IncidentFinding } from "../core/report.ts";
import { EVENTS } from "../core/report.ts";
import { bytes } from "./bytes.ts";
import { isWithheld } from "./disclosure.ts";
import { headline } from "./finding.ts";
import { renderJson } from "./json.ts";
import { incidentOf, isDrift, type News, newsOf } from "./news.ts";
import { cut } from "./paragraph.ts";
import { hidden } from "./suppressed.ts";
import { steps } from "./text.ts";
import { valueText } from "./value.ts";

/** The ten worst of each sort, then fewer. */
const LENGTHS = [10, 3, 0];
/** Letters of a text. */
const LONGEST = 1_000;

/** The JSON, with as many findings as fit into `limitBytes` bytes of UTF-8. */
export function renderAlertJson(alert: AlertContent, limitBytes: number): string {
  let text = "";
  for (const length of LENGTHS) {
    text = renderJson(bodyOf(alert, length));
    if (bytes(text) <= limitBytes) break;
  }
  return text;
}

export type AlertBody = ReturnType<typeof bodyOf>;

function bodyOf(alert: AlertContent, length: number) {
  const { transition, report } = alert;
  const news = newsOf(alert);
  const { incident, stored } = report;
  return {
    summary: text(report.summary),
    event: EVENTS[transition],
    transition,
    severity: news.severity,
    status: report.status,
    database: text(report.target),
    checkedAt: report.checkedAt,
    previousCheckAt: report.previousCheckAt,
    appeared: list(news, news.appeared, length),
    stillThere: list(news, news.still, length),
    disappeared: list(news, news.disappeared, length),
    nextSteps: steps(report).slice(0, LENGTHS[0]).map(text),
    remediation: remediationOf(alert),
    counts: report.counts,
    suppressed: hidden(report).length,
    health: report.health.length,
    incident: {
      id: incidentOf(report),
      openedAt: incident?.openedAt ?? null,
      state: incident ? incident.state : "resolved",
    },
    report: stored.report,
    page: stored.page,
    plan: stored.plan,
    observed: stored.observed,
    fingerprint: report.fingerprint,
    server: report.server && {
      database: text(report.server.database),
      version: report.server.version,
    },
    format: 1 as const,
  };
}

const list = (news: News, findings: readonly IncidentFinding[], length: number) => ({
  count: findings.length,
  worst: findings.slice(0, length).map((finding) => itemOf(news, finding)),
});

function itemOf(news: News, finding: IncidentFinding) {
  const known = news.known(finding);
  const drift = isDrift(known) ? known : null;
  const { seenAt, notSeenAt, severity, code, id } = finding;
  return {
    title: text(drift ? headline(drift) : finding.title),
    severity,
    why: known ? text(known.why) : null,
    expected: drift ? text(valueText(drift.expected)) : null,
    actual: drift ? text(valueText(drift.actual)) : null,
    since: {
      seenAt,
      notSeenAt,
      committedAt: drift?.attribution?.committedAt ?? null,
      owner: textOrNull(drift?.attribution?.owner),
      grantor: textOrNull(drift?.attribution?.grantor),
      auditedUser: textOrNull(drift?.attribution?.audit?.user),
    },
    acknowledgedBy: textOrNull(drift?.acknowledged?.by),
    code: text(code),
    address: text(finding.address),
    id,
  };
}

function remediationOf({ transition, report: { remediation } }: AlertContent) {
  const { statements, manual } = transition === "resolved" ? { statements: [], manual: [] } : remediation;
  const shown = !isWithheld(remediation) && statements.length <= (LENGTHS[0] ?? 0);
  return {
    statements: statements.length,
    danger: statements.filter(({ risk }) => risk === "danger").length,
    byHand: manual.length,
    /** Whole or not at all. */
    sql: shown && statements.every(({ sql }) => sql.length <= LONGEST) ? statements.map(({ sql }) => sql) : null,
  };
}

const text = (value: string): string => cut(value, LONGEST);
const textOrNull = (value: string | null | undefined): string | null =>
  value === null || value === undefined ? null : text(value);
