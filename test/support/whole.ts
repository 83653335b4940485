/** A report and a state with something in every place. */

import { sqlText } from "../../lib/core/canonical.ts";
import type { Report } from "../../lib/core/report.ts";
import type { TargetState } from "../../lib/core/target-state.ts";
import { aFinding, aReport, aStatement, remembered } from "./reports.ts";

const AT = "2026-11-20T03:00:04.123Z";

const finding = aFinding({
  rename: {
    to: "index:app.orders.b",
    toTitle: "b",
    evidence: { by: "score", score: 0.8 },
    otherwise: [{ code: "a.b", title: "t", address: "a:b" }],
  },
  possibleRenames: [{ address: "index:app.orders.c", title: "c", score: 0.6, ambiguous: true }],
  attribution: {
    seenAt: AT,
    notSeenAt: AT,
    committedAt: AT,
    owner: "app",
    grantor: null,
    audit: { table: "a.b", at: AT, user: "u", command: "DROP INDEX" },
  },
  acknowledged: { finding: "1", code: "a.b", address: "a:b", title: "t", by: "ann", why: "known", at: AT, until: AT },
});
export const WHOLE_REPORT: Report = aReport({
  findings: [
    finding,
    aFinding({
      id: "2",
      verb: "altered",
      attribute: "query",
      expected: sqlText("view", "SELECT 1"),
      actual: { a: [1, null] },
    }),
  ],
  remediation: { statements: [aStatement()], manual: [{ address: "a:b", attribute: null, reason: "by hand" }] },
  suppressed: [{ finding, rule: { code: "table.*", reason: "known", expires: "2027-01-01" } }],
  idleRules: [{ rule: { kind: "table", reason: "old" }, why: "expired" }],
  health: [{ id: "1", code: "health.a", severity: "low", title: "t", address: "a:b", why: "w", suggestion: "s" }],
  healthUnseen: [{ check: "a", reason: "r", remedy: "m" }],
  unreadable: [{ kind: "table", reason: "r", remedy: "m", hides: ["table:"] }],
  uncertain: [{ address: "a:b", attribute: "c", expected: null, actual: 1 }],
  unmodelled: [{ catalogue: "pg_x", count: null }],
  leftOut: [{ address: "a:b", by: "rds", why: "the platform's", count: 2 }],
  relations: [{ from: "index:app.orders.by_user", to: "a:b" }],
  history: [
    {
      at: AT,
      status: "DRIFTED",
      transition: "opened",
      counts: { critical: 0, high: 0, medium: 1, low: 0, info: 0 },
      fingerprint: "f",
      incident: "i",
      report: "r",
    },
  ],
  error: { code: "internal", message: "m" },
});
const INCIDENT = {
  id: "i",
  openedAt: AT,
  changedAt: AT,
  state: "open",
  toldAt: AT,
  findings: [remembered(finding)],
} as const;
export const WHOLE_STATE: TargetState = {
  ...{ format: 1, incident: INCIDENT, told: INCIDENT.findings, resolved: { incident: INCIDENT, at: AT } },
  acknowledged: finding.acknowledged ? [finding.acknowledged] : [],
  reading: {
    ...{ stamp: "s", status: "DRIFTED", expectedVersion: "v", basis: "b", readAt: AT, report: "r" },
    fingerprint: { expected: "e", actual: "a" },
    ledger: { layout: "flyway", digest: null },
    witness: { expectedVersion: "v", fingerprint: "f", server: { systemIdentifier: null, databaseOid: 5 } },
  },
  outbox: [
    { transition: "opened", appeared: INCIDENT.findings, disappeared: [], report: "r", heldUntil: AT, takenBy: ["a"] },
  ],
  ...{ checkedAt: AT, lookedAt: AT, checks: WHOLE_REPORT.history, migrations: [{ key: "k", since: AT }] },
  home: { systemIdentifier: "1", database: "d", databaseOid: 5, since: AT },
  decisions: [
    {
      at: AT,
      by: "ann",
      why: "w",
      verb: "accepted",
      fingerprint: "f",
      replaced: null,
      where: "s3://b/k",
      carriedOut: true,
    },
    {
      at: AT,
      by: "ann",
      why: "w",
      verb: "acknowledged",
      findings: [{ id: "1", code: "a.b", title: "t" }],
      until: null,
    },
    { at: AT, by: "ann", why: "w", verb: "moved", from: null, to: "1/d" },
  ],
};
