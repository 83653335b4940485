/** Alerts as people get them. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEVERITIES } from "../../lib/core/severity.ts";
import { renderAlert } from "../../lib/report/alert.ts";
import { subjectOf } from "../../lib/report/subject.ts";
import { aFinding, anAlert, anyAlert, aPolicy, aStatement, remembered } from "../support/reports.ts";

const KIB_256 = 256 * 1024;

describe("the subject", () => {
  it.each([
    [anAlert({ findings: [aFinding(), aPolicy()] }), "[CRITICAL] Schema drift: orders (2 findings)"],
    [anAlert({ findings: [aFinding()] }), "[MEDIUM] Schema drift: orders (1 finding)"],
    [
      anAlert({
        transition: "changed",
        findings: [aFinding()],
        appeared: [remembered(aFinding())],
        disappeared: [remembered(aPolicy())],
      }),
      "[MEDIUM] Schema drift changed: orders (1 new, 1 gone)",
    ],
    [
      anAlert({ transition: "resolved", disappeared: [remembered(aPolicy())] }),
      "[RESOLVED] Schema drift: orders (1 finding gone)",
    ],
    [
      anAlert({ transition: "reopened", findings: [aFinding(), aPolicy()], appeared: [remembered(aFinding())] }),
      "[CRITICAL] Schema drift is back: orders (1 finding, 1 acknowledged)",
    ],
  ])("%#", (alert, subject) => {
    expect(subjectOf(alert)).toBe(subject);
  });

  it("stays short and ASCII whatever the target is called", () => {
    const subject = subjectOf(anAlert({ target: `ö${"x".repeat(200)}`, findings: [aFinding()] }));
    expect(subject).toMatch(/^\[MEDIUM\] Schema drift: \?x+\.\.\. \(1 finding\)$/);
    expect(subject).toHaveLength(99);
  });
});

describe("the body", () => {
  it("of what is told again since nobody knows of it any more says so, and no two things of when and how many", () => {
    const before = "2026-11-18T03:00:02.000Z";
    const old = { ...remembered(aFinding()), seenAt: before, notSeenAt: "2026-11-17T03:00:02.000Z" };
    const findings = [old, { ...remembered(aPolicy()), seenAt: before }];
    const incident = { id: "abc123", openedAt: before, changedAt: before, state: "open", toldAt: before, findings };
    const text = renderAlert(
      anAlert({
        transition: "reopened",
        findings: [aFinding(), aPolicy()],
        appeared: [old],
        incident: { ...incident, state: "open" },
      }),
      KIB_256,
    );
    expect(text).toMatch(/^\[CRITICAL\] Schema drift is back: orders \(1 finding, 1 acknowledged\)\n/);
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      "When incident abc123, open since 2026-11-18 03:00:02 UTC; nothing appeared since the check before",
    );
    expect(text).toContain("\nFindings: 1 (1 medium)\n");
    expect(text).toContain("\nAcknowledged: 1 (1 critical)\n");
    expect(text).not.toContain("between 2026-11-19");
  });

  it("of an opened incident says what, where, how bad, since when, and what to do", () => {
    const alert = anAlert({
      summary: "orders has drifted: 2 findings (1 critical, 1 medium).",
      findings: [aFinding(), aPolicy()],
      nextSteps: ["Find out who did it."],
      remediation: { statements: [aStatement()], manual: [] },
    });
    expect(renderAlert(alert, KIB_256)).toBe(`[CRITICAL] Schema drift: orders (2 findings)

orders has drifted: 2 findings (1 critical, 1 medium).

Database  orders (shop on PostgreSQL 15)
Checked   2026-11-20 03:00:04 UTC
When      appeared between 2026-11-19 03:00:02 UTC and 2026-11-20 03:00:04
          UTC
          incident abc123

Findings: 2 (1 critical, 1 medium)

CRITICAL  policy app.orders.tenants: using altered
          other rows are visible and writable (policy.using.altered)
          expected  (tenant = current_setting('app.tenant'::text))
          actual    true
          id fedcba9876543210

MEDIUM    index app.orders.by_user: removed
          queries that used the index read the whole table (index.removed)
          expected  method btree, keys (user_id)
          id 0123456789abcdef

What to do now

  1. Find out who did it.

Proposed SQL: 1 statement (1 safe), not run

-- 1/1 SAFE a:b
--   nothing is lost
SELECT 1;

Full report: s3://bucket/orders/reports/1.json
`);
  });

  it("says of what appeared before this check when it did", () => {
    const seenAt = "2026-11-18T03:00:04.123Z";
    const old = aFinding({
      attribution: { seenAt, notSeenAt: null, committedAt: null, owner: "app", grantor: null, audit: null },
    });
    const text = renderAlert(anAlert({ findings: [old], appeared: [remembered(old)] }), KIB_256);
    expect(text).toContain("\n          there since 2026-11-18 03:00:04 UTC or longer; owned by app\n");
  });

  it("of a changed incident tells what is new, what is still there and what went away", () => {
    const [old, gone] = [aFinding(), aFinding({ id: "gone", title: "trigger app.t.audit", code: "trigger.removed" })];
    const alert = anAlert({
      transition: "changed",
      findings: [old, aPolicy()],
      appeared: [remembered(aPolicy())],
      disappeared: [remembered(gone)],
    });
    const text = renderAlert(alert, KIB_256);
    expect(text).toMatch(/\nNew: 1 \(1 critical\)\n\nCRITICAL {2}policy app\.orders\.tenants: using altered\n/);
    expect(text).toMatch(/\nStill there: 1 \(1 medium\)\n\nMEDIUM {4}index app\.orders\.by_user \(index\.removed\)\n/);
    expect(text).toMatch(/\nNo longer there: 1 \(1 medium\)\n\nMEDIUM {4}trigger app\.t\.audit \(trigger\.removed\)\n/);
  });

  it("of a resolved incident tells what is gone, and proposes nothing", () => {
    const statements = [aStatement()];
    const alert = anAlert({
      transition: "resolved",
      disappeared: [remembered(aPolicy())],
      remediation: { statements, manual: [] },
    });
    const text = renderAlert(alert, KIB_256);
    expect(text).toMatch(/\nResolved: 1 \(1 critical\)\n/);
    expect(text).not.toContain("SELECT 1");
  });

  it("counts what is too mild for an alert", () => {
    const mild = aFinding({ id: "mild", severity: "info" });
    const alert = anAlert({ findings: [aPolicy()] });
    const report = { ...alert.report, findings: [...alert.report.findings, mild] };
    expect(renderAlert({ ...alert, report }, KIB_256)).toContain("Too mild for an alert: 1 info.");
  });
});

describe("many findings", () => {
  const many = fc.array(fc.constantFrom(...SEVERITIES), { minLength: 11, maxLength: 60 });

  it("are listed ten worst first, and all are counted", () => {
    fc.assert(
      fc.property(many, (severities) => {
        const findings = severities.map((severity, at) => aFinding({ id: `${at}`, severity, title: `table t${at}` }));
        const text = renderAlert(anAlert({ findings }), KIB_256);
        const listed = [...text.matchAll(/^([A-Z]+) +table t\d+: removed$/gm)].map(([, label]) => label?.toLowerCase());
        const worst = [...severities].sort((a, b) => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b)).slice(0, 10);
        expect(listed).toEqual(worst);
        expect(text).toMatch(`Findings: ${severities.length} (`);
        expect(text).toContain("the 10 worst\n");
      }),
    );
  });

  it("leave the plan to the full report when it is long", () => {
    const statements = Array.from({ length: 11 }, () => aStatement());
    const text = renderAlert(anAlert({ findings: [aFinding()], remediation: { statements, manual: [] } }), KIB_256);
    expect(text).toContain("Proposed SQL: 11 statements (11 safe), not run: in the full report.");
    expect(text).not.toContain("SELECT 1");
  });
});

describe("the limit", () => {
  it("holds in bytes for any text, and nothing is cut inside a character", () => {
    fc.assert(
      fc.property(anyAlert, fc.integer({ min: 0, max: 5_000 }), (alert, limit) => {
        const text = renderAlert(alert, limit);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
        expect(Buffer.from(text).toString()).toBe(text);
      }),
    );
  });

  it("costs detail first, then entries, and never the counts and the place of the full report", () => {
    const why = "because ".repeat(40);
    const findings = Array.from({ length: 40 }, (_, at) => aFinding({ id: `${at}`, title: `table t${at}`, why }));
    const alert = anAlert({ findings });
    const sizes = [6_400, 2_000, 600].map((limit) => {
      const text = renderAlert(alert, limit);
      expect(text).toContain("Findings: 40 (40 medium)");
      expect(text).toContain("s3://bucket/orders/reports/1.json");
      return [text.match(/because/g)?.length ?? 0, text.match(/table t\d+/g)?.length ?? 0];
    });
    expect(sizes).toEqual([
      [400, 10],
      [0, 10],
      [0, 3],
    ]);
  });

  it("that nothing fits into is filled up with where the full report is", () => {
    const text = renderAlert(anAlert({ findings: [aFinding()], nextSteps: ["ä".repeat(5_000)] }), 600);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(600);
    expect(text).toMatch(/… cut to fit\. Full report: s3:\/\/bucket\/orders\/reports\/1\.json\n$/);
  });
});
