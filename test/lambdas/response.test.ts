/** An answer fits into what Lambda takes, whatever was found. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RESPONSE_BYTES, responseOf } from "../../lambdas/response.ts";
import type { Finding } from "../../lib/core/finding.ts";
import type { Report } from "../../lib/core/report.ts";
import { aReport } from "../support/alert.ts";
import { aFinding, aStatement, remembered } from "../support/reports.ts";

const finding = (number: number, size = 100): Finding =>
  aFinding({
    ...{ id: `f${number}`, code: "column.added", severity: "low", verb: "added", kind: "column" },
    ...{ title: `column ${number}`, address: `column:app.t.c${number}`, expected: null },
    why: "é".repeat(size),
    actual: "x".repeat(size),
  });

const findings = (count: number, size?: number): Finding[] => Array.from({ length: count }, (_, n) => finding(n, size));
const bytes = (value: object): number => Buffer.byteLength(JSON.stringify(value));

const large = (count: number, size?: number): Report =>
  aReport({
    findings: findings(count, size),
    incident: {
      ...{ id: "1", openedAt: "", changedAt: "", state: "open", toldAt: null },
      findings: findings(count, 1).map(remembered),
    },
    remediation: {
      statements: findings(count, 1).map(({ address }) => aStatement({ sql: "DROP", address })),
      manual: [],
    },
    suppressed: findings(count, 1).map((finding) => ({ finding, rule: { reason: "known" } })),
    counts: { critical: 0, high: 0, medium: 0, low: count, info: 0 },
    stored: { report: "s3://state/orders/reports/1.json", observed: null, page: null, plan: null },
  });

describe("a report", () => {
  it("that fits is answered as it is", () => {
    const report = large(100);
    expect(responseOf(report)).toBe(report);
  });

  it("that does not is cut, says by how much, and where the whole is", () => {
    const report = large(40_000);
    expect(bytes(report)).toBeGreaterThan(6_000_000);
    const answer = responseOf(report);
    expect(bytes(answer)).toBeLessThanOrEqual(RESPONSE_BYTES);
    expect(Object.keys(answer).slice(0, 4)).toEqual(["status", "summary", "nextSteps", "truncated"]);
    const shown = answer.findings.length;
    expect(shown).toBeGreaterThan(1_000);
    expect(answer.findings).toEqual(report.findings.slice(0, shown));
    expect(answer.truncated).toEqual({
      lists: {
        findings: { shown, of: 40_000 },
        "remediation.statements": { shown, of: 40_000 },
        "incident.findings": { shown, of: 40_000 },
        suppressed: { shown, of: 40_000 },
      },
      wholeReport: "s3://state/orders/reports/1.json",
    });
    expect(answer.counts).toEqual(report.counts);
  });

  it("of any size fits", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(3_000), fc.integer({ min: 2_000, max: 20_000 }), (count, size, limit) => {
        expect(bytes(responseOf(large(count, size), limit))).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 200 },
    );
  });
});
