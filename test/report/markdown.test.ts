/** Reports as comments on GitHub. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sqlText } from "../../lib/core/canonical.ts";
import { numeral } from "../../lib/core/count.ts";
import type { Report } from "../../lib/core/report.ts";
import type { Comparison } from "../../lib/report/comparison.ts";
import {
  COMMENT_LENGTH,
  renderDiffMarkdown,
  renderMarkdown,
  renderMarkdownTogether,
} from "../../lib/report/markdown.ts";
import { aFinding, anyFinding, anyReport, aPolicy, aReport, aStatement } from "../support/reports.ts";

/** The lines outside of fences; fails when a fence is left open. */
function proseOf(markdown: string): string[] {
  const lines: string[] = [];
  let fence = "";
  for (const line of markdown.split("\n")) {
    if (fence !== "") fence = line === fence ? "" : fence;
    else if (/^`{3,}(diff|sql)$/.test(line)) fence = line.replace(/[a-z]+$/, "");
    else lines.push(line);
  }
  expect(fence).toBe("");
  return lines;
}

/** What is markup of ours, and what must be none of theirs. */
const OURS = /<\/?(details|summary|b|code)>|^#{2,3} |^- |^\d+\. |&#\d+;|^\| .*\|$/g;
const THEIRS = /[<>`*_[\]@|#\\~]|:\/\/|www\.|(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const isInert = (markdown: string): void => {
  const marked = proseOf(markdown).map((line) => line.replaceAll("⚠️", "").replaceAll(OURS, " "));
  expect(marked.filter((line) => THEIRS.test(line))).toEqual([]);
};

const comparisonOf = (report: Report): Comparison => ({
  ...report,
  ...{ status: "DRIFTED", format: 1, fingerprint: { expected: "a", actual: "b" }, schemas: [] },
});

describe("a comment", () => {
  it("tells status, counts, each finding with its difference, and the SQL", () => {
    const text = renderMarkdown(
      aReport({
        findings: [aFinding(), aPolicy()],
        remediation: { statements: [aStatement({ sql: "CREATE INDEX x ON app.orders (user_id)" })], manual: [] },
        nextSteps: ["Find out who did it."],
      }),
    );
    expect(text).toBe(`## ❌ DRIFTED: orders

orders has drifted.

Checked 2026-11-20 03:00:04 UTC (shop on PostgreSQL 15)

| critical | medium |
| --: | --: |
| 1 | 1 |

### Findings, worst first

<details><summary><b>CRITICAL</b> <code>policy app.orders.tenants: using altered</code></summary>

other rows are visible and writable (<code>policy.using.altered</code>)

\`\`\`diff
- using: (tenant = current_setting('app.tenant'::text))
+ using: true
\`\`\`

</details>

<details><summary><b>MEDIUM</b> <code>index app.orders.by&#95;user: removed</code></summary>

queries that used the index read the whole table (<code>index.removed</code>)

\`\`\`diff
- method btree, keys (user_id)
\`\`\`

</details>

### Proposed SQL: 1 statement (1 safe), not run

\`\`\`sql
-- 1/1 SAFE a:b
--   nothing is lost
CREATE INDEX x ON app.orders (user_id);
\`\`\`

### Next

1. Find out who did it.

Full report: <code>s3://bucket/orders/reports/1.json</code>
`);
  });

  it("says whose values are, what came with it, and the id of a finding", () => {
    const column = { code: "column.notNull.altered", title: "column app.users.email", attribute: "notNull" };
    const attribution = {
      ...{ seenAt: "2026-11-20T03:00:04.123Z", notSeenAt: null, committedAt: null, owner: null },
      ...{ grantor: null, audit: null },
    };
    const came = { code: "column.added", title: "column app.t.a", address: "column:app.t.a" };
    const text = renderMarkdown(
      aReport({
        findings: [
          aFinding({ ...column, verb: "altered", expected: true, actual: false, attribution }),
          aFinding({ ...{ verb: "added", code: "table.added", expected: null }, consequences: [came, came] }),
          aFinding({ verb: "altered", attribute: "definition", expected: "a\nb", actual: "a\nc" }),
        ],
      }),
    );
    expect(text).toContain("```diff\n- not null: yes\n+ not null: no\n```");
    expect(text).toContain("- there since 2026-11-20 03:00:04 UTC or longer; id 0123456789abcdef\n");
    expect(text).toContain("- and with it: 2 columns\n");
    expect(text).toContain("```diff\n  … 1 line\n- b\n+ c\n```");
  });

  it("tells what is wrong with the database itself, what to do about it, and what was not seen of it", () => {
    const ailing = Array.from({ length: 25 }, (_, at) => ({
      ...{ id: `${at}`, code: "health.index-invalid", severity: "medium" as const, title: `index app.i${at}` },
      ...{ address: `index:app.i${at}`, why: "it is not valid", suggestion: `REINDEX INDEX "app"."i${at}"` },
    }));
    const healthUnseen = [{ check: "sequence-exhaustion", reason: "2 may not be read", remedy: "GRANT it" }];
    const text = renderMarkdown(aReport({ health: ailing, healthUnseen }));
    expect(text).toContain(`### Health

- <b>MEDIUM</b> <code>index app.i0</code>: it is not valid (<code>health.index-invalid</code>). REINDEX INDEX &#34;app&#34;.&#34;i0&#34;

- <b>MEDIUM</b> <code>index app.i1</code>`);
    expect(text.match(/<b>MEDIUM<\/b>/g)).toHaveLength(3);
    expect(text).toContain("- … and 22 alike: <code>index app.i3</code>, ");
    expect(text).toContain("- not seen: 2 may not be read. GRANT it.");
    expect(renderMarkdown(aReport({ healthUnseen }))).toContain(
      "### Health\n\n- not seen: 2 may not be read. GRANT it.",
    );
  });

  it("of what is as expected is short", () => {
    expect(renderMarkdown(aReport())).toMatch(/^## ✅ IN SYNC: orders\n\norders is as expected\.\n\nChecked /);
  });

  it("tells what rules hide, and which hide nothing", () => {
    const rule = { kind: "index", reason: "made by @ops" };
    const text = renderMarkdown(
      aReport({ suppressed: [{ finding: aFinding(), rule }], idleRules: [{ rule, why: "expired" }] }),
    );
    expect(text).toContain(
      "### Ignored by rule: 1\n\n- <code>index app.orders.by&#95;user: removed</code>: kind index",
    );
    expect(text).toContain("### Rules that hide nothing\n\n- expired: kind index: made by &#64;&#8203;ops");
  });
});

describe("whatever things are called", () => {
  it("nothing is markup, calls anybody, or leads anywhere", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        isInert(renderMarkdown(report).replaceAll(/<code>s3:\/\/[^<]*<\/code>/g, ""));
        isInert(renderDiffMarkdown(comparisonOf(report)));
      }),
    );
  });

  it.each([
    "`x` ``` ```` ~~~",
    "@octocat @org/team #1 org/repo#1 GH-1",
    "<img src=x onerror=alert(1)> <!-- --> </details> </code>",
    "[x](https://evil) ![x](http://evil) www.evil.example <https://evil> mailto:a@b.c",
    "| a | b |\n|---|---|",
    "x\n\n# heading\n\n```sql\nDROP TABLE x\n```",
  ])("%j", (hostile) => {
    const finding = aFinding({
      ...{
        title: hostile,
        why: hostile,
        code: hostile,
        verb: "altered",
        attribute: hostile,
        address: `index:${hostile}`,
      },
      ...{ expected: sqlText("expression", hostile), actual: sqlText("expression", `${hostile}\n${hostile}`) },
    });
    const report = aReport({
      ...{ findings: [finding], summary: hostile, target: hostile, nextSteps: [hostile], withheld: hostile },
      error: { code: "internal", message: hostile },
      remediation: {
        statements: [aStatement({ sql: hostile, address: hostile, reason: hostile, suggestion: hostile })],
        manual: [{ address: hostile, attribute: hostile, reason: hostile }],
      },
      stored: { report: hostile, observed: null, page: hostile, plan: hostile },
    });
    isInert(renderMarkdown(report).replaceAll(/<code>[^<]*<\/code>/g, (name) => name.replaceAll(/:\/\/|www\./g, "")));
  });
});

describe("65,536 characters", () => {
  it("hold whatever is in it", () => {
    fc.assert(
      fc.property(
        anyReport,
        fc.array(anyFinding, { maxLength: 5 }),
        fc.integer({ min: 300, max: 9_000 }),
        (report, more, limit) => {
          const text = renderMarkdown({ ...report, findings: [...report.findings, ...more] }, limit);
          expect(text.length).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });

  const indexes = (number: number) =>
    Array.from({ length: number }, (_, at) => aFinding({ id: `${at}`, title: `index app.i${at}` }));

  it("hold for thousands of findings, the worst of which are told, and all of which are counted", () => {
    const findings = [
      ...Array.from({ length: 5_000 }, (_, at) => aFinding({ id: `${at}`, code: `c${at}` })),
      aPolicy(),
    ];
    const statements = findings.map(() => aStatement({ sql: `CREATE INDEX ${"x".repeat(60)}` }));
    const text = renderMarkdown(aReport({ findings, remediation: { statements, manual: [] } }));
    expect(text.length).toBeLessThanOrEqual(COMMENT_LENGTH);
    expect(text.length).toBeGreaterThan(COMMENT_LENGTH / 2);
    expect(text).toContain("| 1 | 5,000 |");
    expect(text).toMatch(/first\n\n<details><summary><b>CRITICAL/);
    const listed = text.match(/<details>/g)?.length ?? 0;
    expect(text).toContain(
      `… and ${numeral(5_001 - listed)} more (${numeral(5_001 - listed)} medium), in the full report`,
    );
    expect(text).toContain("### Proposed SQL: 5,001 statements (5,001 safe), not run: in the full report");
    expect(text).toContain("Full report: ");
    isInert(text.replaceAll(/<code>s3:\/\/[^<]*<\/code>/g, ""));
  });

  it("show three of many findings that are alike, with the names of more, and all that are not", () => {
    const others = Array.from({ length: 19 }, (_, at) => aFinding({ severity: "low", title: `table app.t${at}` }));
    const text = renderMarkdown(aReport({ findings: [...others, ...indexes(5_000), aPolicy()] }));
    expect(text).toMatch(/first\n\n<details><summary><b>CRITICAL/);
    expect(text.match(/<summary><b>MEDIUM<\/b>/g)).toHaveLength(3);
    expect(text.match(/<summary><b>LOW<\/b>/g)).toHaveLength(19);
    expect(text).toContain("… and 4,997 alike: <code>index app.i3</code>, <code>index app.i4</code>, ");
    expect(text).toContain("<code>index app.i12</code>, and 4,987 more");
    expect(text.length).toBeLessThan(COMMENT_LENGTH / 4);
    isInert(text.replaceAll(/<code>s3:\/\/[^<]*<\/code>/g, ""));
  });

  it("count what is folded where there is no room for it", () => {
    const long = indexes(30).map((finding) => ({ ...finding, title: `index ${finding.id}${"x".repeat(500)}` }));
    const text = renderMarkdown(aReport({ findings: [aPolicy(), ...long] }), 4_000);
    const listed = text.match(/<details>/g)?.length ?? 0;
    expect(text).toContain(`… and ${31 - listed} more (${31 - listed} medium), in the full report`);
  });

  it("leave room for what to do and where the rest is, whatever else there is", () => {
    const manual = indexes(5_000).map(({ title }, at) => ({
      ...{ address: title, attribute: null, reason: at % 2 === 0 ? "the data has to be moved" : `because of ${at}` },
    }));
    const rule = { kind: "index", reason: "made by the tuning job" };
    const suppressed = indexes(5_000).map((finding) => ({ finding, rule }));
    const health = indexes(5_000).map((finding, at) => ({
      ...finding,
      ...{ code: `health.${at % 300}`, suggestion: "build it again" },
    }));
    const nextSteps = ["Find out who did it."];
    const text = renderMarkdown(
      aReport({ findings: [aPolicy()], remediation: { statements: [], manual }, suppressed, health, nextSteps }),
    );
    expect(text).toContain("1. Find out who did it.");
    expect(text).toContain("Full report: ");
    expect(text).toContain("… and 2,497 alike: <code>index app.i6</code>, ");
    expect(text.length).toBeLessThanOrEqual(COMMENT_LENGTH);
  });

  it("fold what a rule hides under the rule", () => {
    const suppressed = indexes(50).map((finding) => ({ finding, rule: { kind: "index", reason: "made by @ops" } }));
    const text = renderMarkdown(aReport({ suppressed }));
    expect(text.match(/made by &#64;&#8203;ops/g)).toHaveLength(3);
    expect(text).toContain("… and 47 alike: <code>index app.i3: removed</code>, ");
  });

  it("hold for many databases together", () => {
    const findings = indexes(50);
    const text = renderMarkdownTogether(Array.from({ length: 40 }, () => aReport({ findings })));
    expect(text.length).toBeLessThanOrEqual(COMMENT_LENGTH);
    expect(text.match(/^## /gm)).toHaveLength(40);
  });
});
