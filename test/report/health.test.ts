/** Health in the reports: a few of each sort, what was said before not again, and what could not be seen. */

import { describe, expect, it } from "vitest";
import type { HealthFinding } from "../../lib/core/report.ts";
import { renderHealth } from "../../lib/report/health.ts";
import { renderHtml } from "../../lib/report/html.ts";
import { renderText } from "../../lib/report/text.ts";
import { aReport } from "../support/reports.ts";

const ailing = (n: number): HealthFinding => ({
  id: String(n).padStart(16, "0"),
  code: "health.index-invalid",
  severity: "medium",
  title: `index app.i${n}`,
  address: `index:app.t.i${n}`,
  why: "the index is not valid",
  suggestion: `build it again: REINDEX INDEX CONCURRENTLY "app"."i${n}"`,
});
const health = Array.from({ length: 9 }, (_, n) => ailing(n));
const healthUnseen = [{ check: "sequence-exhaustion", reason: "2 may not be read", remedy: "GRANT it" }];
const plain = { colour: false };

describe("health", () => {
  it("is told of in brief in a report, and in full by itself", () => {
    const brief = renderText(aReport({ health }), plain);
    expect(brief).toContain(`Health

MEDIUM    index app.i0
          the index is not valid (health.index-invalid)
          build it again: REINDEX INDEX CONCURRENTLY "app"."i0"
MEDIUM    index app.i1
          build it again: REINDEX INDEX CONCURRENTLY "app"."i1"
MEDIUM    index app.i2
          build it again: REINDEX INDEX CONCURRENTLY "app"."i2"
          … and 6 more (health.index-invalid): index app.i3, index app.i4, index app.i5, …
`);
    const full = renderHealth({ health, healthUnseen: [] }, plain);
    expect(full.match(/^MEDIUM/gm)).toHaveLength(9);
    expect(full).toMatch(/^9 medium\n\n/);
  });

  it("says what it could not see, with what to do", () => {
    const line = "  - not seen: 2 may not be read. GRANT it.";
    expect(renderText(aReport({ healthUnseen }), plain)).toContain(`Health\n\n${line}`);
    expect(renderHealth({ health: [], healthUnseen }, plain)).toBe(`Nothing ails it.\n\n${line}\n`);
    expect(renderHtml(aReport({ healthUnseen }))).toMatch(/2 may not be read\. .*GRANT it\./);
  });

  it("is not spoken of where there is none", () => {
    expect(renderText(aReport(), plain)).not.toContain("Health");
    expect(renderHtml(aReport())).not.toContain('id="health"');
  });

  it("is made harmless: names are whatever somebody chose", () => {
    const hostile = [{ ...ailing(1), title: "index app.\u001b[31m\nx", suggestion: "DROP \u202e" }];
    const text = renderHealth({ health: hostile, healthUnseen: [] }, plain);
    for (const character of ["\u001b", "\u202e"]) expect(text).not.toContain(character);
    expect(renderHtml(aReport({ health: [{ ...ailing(1), title: "<script>alert(1)</script>" }] }))).not.toContain(
      "<script>alert",
    );
  });
});
