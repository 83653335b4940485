/** The published JSON Schemas: they are what is written, no more and no less. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import type { Report } from "../../lib/core/report.ts";
import { renderAlertJson } from "../../lib/report/alert-json.ts";
import type { Comparison } from "../../lib/report/comparison.ts";
import { renderJson } from "../../lib/report/json.ts";
import { anyAlert, anyReport } from "../support/reports.ts";
import { checkedBy } from "../support/schema.ts";
import { DEFINITIONS, PUBLISHED, type Published, pathOf, schemaText } from "./schemas/published.ts";

const problems = (name: Published) => {
  const published = checkedBy(pathOf(name));
  return (text: string): string[] => {
    const value: unknown = JSON.parse(text);
    const strict = z.safeParse(DEFINITIONS[name], value);
    return [
      ...published(value),
      ...(strict.error?.issues ?? []).map(({ path, message }) => `${path.join(".")} ${message}`),
    ];
  };
};

const comparisonOf = (report: Report): Comparison => {
  const { summary, counts, findings, suppressed, idleRules, relations, remediation } = report;
  const { unreadable, notCompared, uncertain, unmodelled, leftOut } = report;
  return {
    ...{ status: "DRIFTED", format: 1, fingerprint: { expected: "a", actual: "b" } },
    ...{ suppressed, idleRules },
    ...{ summary, counts, findings, relations, remediation, unreadable, notCompared, uncertain, unmodelled, leftOut },
    schemas: [{ include: ["app"], exclude: [] }],
  };
};

it.each(PUBLISHED)("docs/schemas/%s.json is up to date (npm run schema-doc)", (name) => {
  expect(readFileSync(pathOf(name), "utf8")).toBe(schemaText(name));
});

describe("whatever is in it,", () => {
  it("a report is valid", () => {
    const problemsOf = problems("report.v2");
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(problemsOf(renderJson(report))).toEqual([]);
      }),
    );
  });

  it("a comparison is valid", () => {
    const problemsOf = problems("comparison.v1");
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(problemsOf(renderJson(comparisonOf(report)))).toEqual([]);
      }),
    );
  });

  it("an alert is valid", () => {
    const problemsOf = problems("alert.v1");
    fc.assert(
      fc.property(anyAlert, (alert) => {
        expect(problemsOf(renderAlertJson(alert, 200_000))).toEqual([]);
      }),
    );
  });
});

it("what lacks a field, or has one of another sort, is not valid", () => {
  const problemsOf = checkedBy(pathOf("report.v2"));
  const [report] = fc.sample(anyReport, 1);
  expect(problemsOf({ ...report, format: 1 })).not.toEqual([]);
  expect(problemsOf({ ...report, findings: [{}] })).not.toEqual([]);
  expect(problemsOf({ ...report, status: undefined })).not.toEqual([]);
});
