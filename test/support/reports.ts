/** Reports to render. */

import fc from "fast-check";
import { encodeAddress } from "../../lib/core/address.ts";
import { type Canonical, sqlText } from "../../lib/core/canonical.ts";
import type { Finding } from "../../lib/core/finding.ts";
import {
  type AlertContent,
  countBySeverity,
  type IncidentFinding,
  NO_REMEDIATION,
  type Report,
} from "../../lib/core/report.ts";
import { SEVERITIES } from "../../lib/core/severity.ts";

export const aFinding = (known: Partial<Finding> = {}): Finding => ({
  id: "0123456789abcdef",
  code: "index.removed",
  severity: "medium",
  why: "queries that used the index read the whole table",
  verb: "removed",
  kind: "index",
  schema: "app",
  title: "index app.orders.by_user",
  address: "index:app.orders.by_user",
  attribute: null,
  expected: { method: "btree", unique: false, keys: ["user_id"] },
  actual: null,
  consequences: [],
  rename: null,
  possibleRenames: [],
  attribution: null,
  acknowledged: null,
  ...known,
});

/** A statement of a proposed remediation. */
export const aStatement = (
  known: Partial<Report["remediation"]["statements"][number]> = {},
): Report["remediation"]["statements"][number] => ({
  ...{ id: "0123456789ab", description: "selects", after: [] },
  ...{ sql: "SELECT 1", risk: "safe", hazards: [], reason: "nothing is lost", suggestion: null, address: "a:b" },
  ...known,
});

export const aPolicy = (): Finding =>
  aFinding({
    id: "fedcba9876543210",
    code: "policy.using.altered",
    severity: "critical",
    why: "other rows are visible and writable",
    verb: "altered",
    kind: "policy",
    title: "policy app.orders.tenants",
    address: "policy:app.orders.tenants",
    attribute: "using",
    expected: sqlText("expression", "(tenant = current_setting('app.tenant'::text))"),
    actual: sqlText("expression", "true"),
  });

export function aReport(known: Partial<Report> = {}): Report {
  const findings = known.findings ?? [];
  return {
    status: findings.length > 0 ? "DRIFTED" : "IN_SYNC",
    summary: findings.length > 0 ? "orders has drifted." : "orders is as expected.",
    nextSteps: [],
    format: 2,
    target: "orders",
    transition: null,
    incident: null,
    checkedAt: "2026-11-20T03:00:04.123Z",
    durationMs: 1234,
    previousCheckAt: "2026-11-19T03:00:02.000Z",
    unmoved: false,
    counts: countBySeverity(findings),
    findings,
    suppressed: [],
    idleRules: [],
    pending: [],
    health: [],
    healthSuppressed: [],
    healthUnseen: [],
    relations: [],
    remediation: NO_REMEDIATION,
    fingerprint: { expected: "a".repeat(64), actual: "b".repeat(64) },
    server: { version: 150018, database: "shop", systemIdentifier: "1", databaseOid: 5 },
    notes: [],
    unreadable: [],
    notCompared: [],
    uncertain: [],
    unmodelled: [],
    leftOut: [],
    error: null,
    withheld: null,
    history: [],
    stored: {
      report: "s3://bucket/orders/reports/1.json",
      observed: "s3://bucket/orders/observed/b.json.gz",
      page: null,
      plan: null,
    },
    ...known,
  };
}

export const remembered = ({ id, code, address, severity, title }: Finding): IncidentFinding => ({
  id,
  code,
  address,
  severity,
  title,
  seenAt: "2026-11-20T03:00:04.123Z",
  notSeenAt: "2026-11-19T03:00:02.000Z",
});

export function anAlert(known: Partial<Report> & Partial<Omit<AlertContent, "report">> = {}): AlertContent {
  const { transition = "opened", appeared, disappeared = [], ...facts } = known;
  const findings = (facts.findings ?? []).map(remembered);
  const incident = {
    id: "abc123",
    openedAt: "2026-11-20T03:00:04.123Z",
    changedAt: "2026-11-20T03:00:04.123Z",
    state: "open",
    toldAt: null,
    findings,
  } as const;
  return {
    transition,
    appeared: appeared ?? (transition === "opened" ? findings : []),
    disappeared,
    report: aReport({ transition, incident: transition === "resolved" ? null : incident, ...facts }),
  };
}

/** Any text: control characters, emoji, lone surrogates, escape sequences of terminals. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    "\u001b[2J",
    "\u009b31m",
    "a\rb",
    "x\u202ey",
    "\u001b]0;title\u0007",
    "line\nline\tend",
    "",
    "\u{e0041}",
  ),
);

const anyValue: fc.Arbitrary<Canonical> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  anyText,
  anyText.map((text) => sqlText("view", text)),
  fc.array(anyText, { maxLength: 3 }),
  fc.dictionary(anyText, anyText, { maxKeys: 3 }),
);

const anyAddress = fc
  .tuple(fc.constantFrom("table", "column", "materialized-view"), anyText, anyText)
  .map(([kind, ...path]) => encodeAddress({ kind, path }));

const anyConsequence = fc.record({ code: anyText, title: anyText, address: anyAddress });

export const anyFinding: fc.Arbitrary<Finding> = fc.record({
  id: fc.uuid(),
  code: anyText,
  severity: fc.constantFrom(...SEVERITIES),
  why: anyText,
  verb: fc.constantFrom("added", "removed", "altered", "renamed"),
  kind: anyText,
  schema: fc.option(anyText),
  title: anyText,
  address: anyAddress,
  attribute: fc.option(anyText),
  expected: anyValue,
  actual: anyValue,
  consequences: fc.array(anyConsequence, { maxLength: 3 }),
  rename: fc.option(
    fc.record({
      to: anyAddress,
      toTitle: anyText,
      evidence: fc.constantFrom({ by: "identity" } as const, { by: "score", score: 0.8 } as const),
      otherwise: fc.array(anyConsequence, { maxLength: 2 }),
    }),
  ),
  possibleRenames: fc.array(
    fc.record({ address: anyAddress, title: anyText, score: fc.constantFrom(0.5, 0.71), ambiguous: fc.boolean() }),
    { maxLength: 2 },
  ),
  attribution: fc.option(
    fc.record({
      seenAt: fc.constant("2026-11-20T03:00:04.123Z"),
      notSeenAt: fc.option(fc.constant("2026-11-19T03:00:02.000Z")),
      committedAt: fc.option(fc.constant("2026-11-19T21:00:00.000Z")),
      owner: fc.option(anyText),
      grantor: fc.option(anyText),
      audit: fc.option(
        fc.record({ table: anyText, at: fc.option(anyText), user: fc.option(anyText), command: fc.option(anyText) }),
      ),
    }),
  ),
  acknowledged: fc.option(
    fc.record({
      ...{ finding: anyText, code: anyText, address: anyAddress, title: anyText, by: anyText, why: anyText },
      at: fc.constant("2026-11-20T03:00:04.123Z"),
      until: fc.option(fc.constant("2026-12-20T00:00:00.000Z")),
    }),
  ),
});

const anyRemediation: fc.Arbitrary<Report["remediation"]> = fc.record({
  statements: fc.array(
    fc.record({
      id: fc.stringMatching(/^[0-9a-f]{12}$/),
      description: anyText,
      after: fc.array(fc.stringMatching(/^[0-9a-f]{12}$/)),
      sql: anyText,
      risk: fc.constantFrom("safe", "caution", "danger"),
      hazards: fc.constant(["data-loss"] as const),
      reason: anyText,
      suggestion: fc.option(anyText),
      address: anyText,
    }),
    { maxLength: 4 },
  ),
  manual: fc.array(fc.record({ address: anyText, attribute: anyText, reason: anyText }), { maxLength: 2 }),
});

export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    findings: fc.array(anyFinding, { maxLength: 14 }),
    status: fc.constantFrom("IN_SYNC", "DRIFTED", "INCOMPLETE", "NOT_CHECKED", "ERROR"),
    transition: fc.constantFrom("opened", "changed", "still", "reminded", "resolved", "reopened", null),
    summary: anyText,
    nextSteps: fc.array(anyText, { maxLength: 3 }),
    target: anyText,
    remediation: anyRemediation,
    unreadable: fc.array(
      fc.record({ kind: anyText, reason: anyText, remedy: anyText, hides: fc.constant([] as string[]) }),
      { maxLength: 2 },
    ),
    notCompared: fc.array(anyText, { maxLength: 2 }),
    uncertain: fc.array(fc.record({ address: anyText, attribute: anyText, expected: anyText, actual: anyText }), {
      maxLength: 2,
    }),
    unmodelled: fc.array(fc.record({ catalogue: anyText, count: fc.option(fc.nat()) }), { maxLength: 2 }),
    error: fc.option(fc.record({ code: anyText, message: anyText })),
    withheld: fc.option(anyText),
    stored: fc.record({
      report: fc.option(anyText),
      observed: fc.option(anyText),
      page: fc.option(anyText),
      plan: fc.option(anyText),
    }),
  })
  .map(aReport);

export const anyAlert: fc.Arbitrary<AlertContent> = fc
  .tuple(
    anyReport,
    fc.constantFrom("opened", "changed", "reminded", "resolved", "reopened"),
    fc.array(anyFinding, { maxLength: 14 }),
  )
  .map(([report, transition, gone]) =>
    anAlert({
      ...report,
      transition,
      appeared: report.findings.slice(3).map(remembered),
      disappeared: gone.map(remembered),
    }),
  );
