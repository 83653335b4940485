import { expect, it } from "vitest";
import { type StoredReport, wholeReport } from "../../lib/core/stored-report.ts";
import { renderHtml } from "../../lib/report/html.ts";
import { renderMarkdown } from "../../lib/report/markdown.ts";
import { renderText } from "../../lib/report/text.ts";
import { aFinding, aReport } from "../support/reports.ts";

const REPORT = aReport({ findings: [aFinding()] });

it("a report that has everything is left as it is", () => {
  expect(wholeReport(REPORT)).toEqual(REPORT);
});

it("one that an earlier version stored can be shown in every format", () => {
  const { health, healthUnseen, healthSuppressed, pending, notes, relations, history, withheld, ...rest } = REPORT;
  const statements = [
    { sql: "DROP INDEX i", risk: "safe", hazards: [], reason: "it goes", suggestion: null, address: "index:app.t.i" },
  ];
  const old = { ...rest, remediation: { statements, manual: [] } } as StoredReport;
  const whole = wholeReport(old);
  expect(whole.remediation.statements).toEqual([
    { ...statements[0], id: "0", description: "index:app.t.i", after: [] },
  ]);
  for (const shown of [renderText(whole, { colour: false, width: 100 }), renderMarkdown(whole), renderHtml(whole)])
    expect(shown).toContain("DROP INDEX i");
});
