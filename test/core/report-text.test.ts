/** The text of a report, made in pieces, is the text that it would be as a whole. */

import fc from "fast-check";
import { expect, it } from "vitest";
import type { Report } from "../../lib/core/report.ts";
import { reportText } from "../../lib/core/report-text.ts";
import { aReport } from "../support/reports.ts";

const whole = (report: unknown): string => `${JSON.stringify(report, null, 2)}\n`;
const SEED = Number(process.env.SEED ?? 1);

it("of a report, a long one too", () => {
  const report = aReport();
  expect(reportText(report).toString()).toBe(whole(report));
  const long = {
    ...report,
    notes: Array.from({ length: 40_000 }, (_, at) => `${at} Ünïcödé 🔑 \u2028 ${"x".repeat(60)}`),
  };
  expect(reportText(long).toString()).toBe(whole(long));
});

it(`of anything that a report may hold (SEED=${SEED})`, () => {
  const anything = fc.dictionary(fc.string(), fc.option(fc.jsonValue({ maxDepth: 5 }), { nil: undefined }));
  fc.assert(
    fc.property(anything, (value) => {
      expect(reportText(value as unknown as Report).toString()).toBe(whole(value));
    }),
    { seed: SEED },
  );
});
