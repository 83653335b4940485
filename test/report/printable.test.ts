/** Nothing hostile passes a renderer: neither what moves a cursor, nor what turns letters around. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderAlert } from "../../lib/report/alert.ts";
import type { Comparison } from "../../lib/report/comparison.ts";
import { renderDiff } from "../../lib/report/diff-text.ts";
import { renderFleet } from "../../lib/report/fleet.ts";
import { renderJson } from "../../lib/report/json.ts";
import { printable } from "../../lib/report/printable.ts";
import { subjectOf } from "../../lib/report/subject.ts";
import { renderText } from "../../lib/report/text.ts";
import { anyAlert, anyReport, aReport, aStatement } from "../support/reports.ts";

/** Line ends are layout; a tab is part of SQL. */
const HOSTILE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const ESCAPE = "\u001b";
const withoutColours = (text: string): string => text.split(new RegExp(`${ESCAPE}\\[\\d+m`)).join("");

describe("whatever names and texts hold", () => {
  it("reports and tables show harmless characters only", () => {
    fc.assert(
      fc.property(anyReport, fc.boolean(), fc.integer({ min: 1, max: 200 }), (report, colour, width) => {
        const renderings = [
          renderText(report, { colour, width }),
          renderDiff(report as unknown as Comparison, { colour, width, limit: 3 }),
          renderFleet([report], { colour, width }),
        ];
        for (const text of renderings) expect(withoutColours(text)).not.toMatch(HOSTILE);
      }),
    );
  });

  it("alerts do, and their subjects are short and ASCII", () => {
    fc.assert(
      fc.property(anyAlert, fc.integer({ min: 0, max: 9_000 }), (alert, limit) => {
        expect(renderAlert(alert, limit)).not.toMatch(HOSTILE);
        expect(subjectOf(alert)).toMatch(/^\[[\x20-\x7e]{10,98}$/);
      }),
    );
  });

  it("JSON does, and still says the same", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const json = renderJson(report);
        expect(json).not.toMatch(HOSTILE);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(report)));
      }),
    );
  });
});

describe("printable", () => {
  it.each([
    ["\u001b[31mred", "\\u001b[31mred"],
    ["a\nb\tc", "a\\u000ab\\u0009c"],
    ["\u202etfel", "\\u202etfel"],
    ["\u{e0041}", "\\u{e0041}"],
    ["Überweisung – 表 🐘", "Überweisung – 表 🐘"],
  ])("%j", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe("SQL that cannot be shown as it is", () => {
  it("says so, and that the JSON report has it", () => {
    const sql = 'DROP TABLE "a\u001b[2J"';
    const remediation = { statements: [aStatement({ sql, risk: "danger", address: "table:a" })], manual: [] };
    const report = aReport({ remediation });
    const text = renderText(report, { colour: false });
    expect(text).toContain('DROP TABLE "a\\u001b[2J";');
    expect(text).toContain("take this one from the JSON report");
    expect(JSON.parse(renderJson(report)).remediation.statements[0].sql).toBe(sql);
  });
});
