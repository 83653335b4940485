/** Reports as people read them. */

import { describe, expect, it } from "vitest";
import { sqlText } from "../../lib/core/canonical.ts";
import { NOWHERE } from "../../lib/core/places.ts";
import type { Report } from "../../lib/core/report.ts";
import { renderText } from "../../lib/report/text.ts";
import { aFinding, aPolicy, aReport, aStatement } from "../support/reports.ts";

const plain = (report: Report, limit?: number): string =>
  renderText(report, { colour: false, width: 80, ...(limit === undefined ? {} : { limit }) });

const incident = {
  id: "abc123",
  openedAt: "2026-11-18T03:00:00.000Z",
  changedAt: "2026-11-18T03:00:00.000Z",
  state: "open",
  toldAt: null,
  findings: [],
} as const;

/** With this check. */
const changed = { ...incident, changedAt: "2026-11-20T03:00:04.123Z" };

const statement = (sql: string, risk: "safe" | "caution" | "danger" = "safe") =>
  aStatement({
    ...{ sql, risk, address: "index:app.orders.by_user" },
    ...(risk === "danger" && {
      hazards: ["data-loss"],
      reason: "what it holds is lost for good",
      suggestion:
        "look at what it holds, and take a backup of that, first; then, in a quiet hour, with a word to whoever\nreads it",
    }),
  });

describe("a report", () => {
  it("of drift says what, how bad, since when, and what to do", () => {
    const report = aReport({
      summary: "orders has drifted: 2 findings (1 critical, 1 medium).",
      findings: [aFinding(), aPolicy()],
      transition: "opened",
      incident: { ...changed, openedAt: "2026-11-20T03:00:04.123Z" },
      remediation: {
        statements: [statement("CREATE INDEX by_user ON app.orders (user_id)"), statement("DROP TABLE x", "danger")],
        manual: [{ address: "column:app.a.b", attribute: "type", reason: "the data has to be moved" }],
      },
      nextSteps: ["Find out who did it.", "By hand, for column:app.a.b: the data has to be moved."],
    });
    expect(plain(report)).toBe(`DRIFTED  orders has drifted: 2 findings (1 critical, 1 medium).
  checked 2026-11-20 03:00:04 UTC in 1.2 s, database shop on PostgreSQL 15
  appeared between 2026-11-19 03:00:02 UTC and 2026-11-20 03:00:04 UTC
  incident abc123

Findings, worst first

CRITICAL  policy app.orders.tenants: using altered
          other rows are visible and writable (policy.using.altered)
          expected  (tenant = current_setting('app.tenant'::text))
          actual    true

MEDIUM    index app.orders.by_user: removed
          queries that used the index read the whole table (index.removed)
          expected  method btree, keys (user_id)

Proposed SQL: 2 statements (1 danger, 1 safe), not run

-- 1/2 SAFE index:app.orders.by_user
--   nothing is lost
CREATE INDEX by_user ON app.orders (user_id);

-- 2/2 DANGER (data-loss) index:app.orders.by_user
--   what it holds is lost for good
--   → look at what it holds, and take a backup of that, first; then, in a quiet
--     hour, with a word to whoever reads it
DROP TABLE x;

By hand

  - column:app.a.b, type: the data has to be moved

Next

  1. Find out who did it.

Full report: s3://bucket/orders/reports/1.json
`);
  });

  it("that is in sync takes three lines", () => {
    expect(plain(aReport({ unmoved: true, stored: NOWHERE }))).toBe(
      `IN SYNC  orders is as expected.
  checked 2026-11-20 03:00:04 UTC in 1.2 s, database shop on PostgreSQL 15;
  unchanged since it was last read in full
`,
    );
  });

  it("counts what was left out on purpose, in one line", () => {
    const entry = { address: "table:app.alembic_version", by: "ledgers", why: "the ledger of Alembic" };
    const partitions = {
      address: "table:app.events",
      by: "partitions",
      why: "each held against its parent",
      count: 400,
    };
    const text = plain(aReport({ status: "IN_SYNC", leftOut: [entry, entry, partitions] }));
    expect(text).toContain("\n  left out on purpose: 402 (ledgers 2, partitions 400)\n");
    expect(text).not.toContain("alembic");
    expect(plain(aReport({ leftOut: [] }))).not.toContain("left out");
  });

  it("names what could not be seen", () => {
    const unreadable = [{ kind: "policy", reason: "permission denied", remedy: "GRANT SELECT ON x", hides: [] }];
    const text = plain(aReport({ status: "INCOMPLETE", unreadable, notCompared: ["trigger", "column.statistics"] }));
    expect(text).toContain("policy could not be read: permission denied. GRANT SELECT ON x.");
    expect(text).toContain("looked at it: trigger,\n    column.statistics");
  });

  it("names together what one right closes", () => {
    const closed = (kind: string, catalogue: string) => ({
      ...{ kind, reason: `permission denied for ${catalogue}`, remedy: `GRANT SELECT ON ${catalogue}`, hides: [] },
    });
    const unreadable = [closed("constraint", "a"), closed("policy", "b"), closed("trigger", "a")];
    expect(plain(aReport({ status: "INCOMPLETE", unreadable }))).toContain(`Not seen

  - constraint, trigger could not be read: permission denied for a. GRANT SELECT
    ON a.
  - policy could not be read: permission denied for b. GRANT SELECT ON b.
`);
  });

  it("shows what two majors print differently, both ways", () => {
    const uncertain = [
      {
        address: "view:app.flags",
        attribute: "definition",
        expected: sqlText("view", "SELECT true AS bool;"),
        actual: sqlText("view", 'SELECT true AS "?column?";'),
      },
    ];
    const text = plain(aReport({ status: "INCOMPLETE", uncertain }));
    expect(text).toContain("view:app.flags, definition: not compared");
    expect(text).toContain("expected SELECT true AS bool;");
    expect(text).toContain('actual SELECT true AS "?column?";');
  });

  it("counts what no kind knows, whatever the verdict", () => {
    const unmodelled = [
      { catalogue: "pg_cast", count: 1 },
      { catalogue: "pg_tomorrow", count: 2_000 },
      { catalogue: "pg_secret", count: null },
    ];
    expect(plain(aReport({ status: "IN_SYNC", unmodelled }))).toContain(
      "what it is: 1 object in\n    pg_cast, 2,000 objects in pg_tomorrow, pg_secret (which may not be read)",
    );
  });

  it("folds what one change brought about", () => {
    const consequence = (kind: string, name: string) => ({
      code: `${kind}.removed`,
      title: "",
      address: `${kind}:a.${name}`,
    });
    const consequences = [
      consequence("column", "a"),
      consequence("column", "b"),
      consequence("index", "c"),
      consequence("policy", "d"),
      consequence("policy", "e"),
      consequence("materialized-view", "f"),
    ];
    expect(plain(aReport({ findings: [aFinding({ consequences })] }))).toContain(
      "and with it: 2 columns, 1 index, 2 policies, 1 materialized view",
    );
  });

  const indexes = (number: number) =>
    Array.from({ length: number }, (_, at) => aFinding({ title: `index app.i${at}`, address: `index:app.i${at}` }));

  it("shows three of many findings that are alike, and names and counts the rest", () => {
    const text = plain(aReport({ findings: [...indexes(10_000), aPolicy()] }));
    expect(text.match(/: removed$/gm)).toHaveLength(3);
    expect(text).toContain(`MEDIUM    index app.i2: removed
          queries that used the index read the whole table (index.removed)
          expected  method btree, keys (user_id)

          … and 9,997 alike: index app.i3, index app.i4, index app.i5, index
          app.i6, index app.i7, index app.i8, index app.i9, index app.i10, index
          app.i11, index app.i12, and 9,987 more; each in the JSON (--format
          json)
`);
    expect(text).toContain("policy app.orders.tenants: using altered");
  });

  it("shows each of a few that are alike, and each that is not", () => {
    const few = plain(aReport({ findings: indexes(19) }));
    expect(few.match(/: removed$/gm)).toHaveLength(19);
    const mixed = indexes(20).map((finding, at) => (at < 19 ? finding : { ...finding, severity: "low" as const }));
    expect(plain(aReport({ findings: mixed })).match(/: removed$/gm)).toHaveLength(20);
  });

  it("counts what is folded where only some are shown", () => {
    const text = plain(
      aReport({ findings: [...indexes(30), aFinding({ code: "table.removed", severity: "low" })] }),
      1,
    );
    expect(text).toContain("… and 27 alike: index app.i3");
    expect(text).toContain("… and 1 more (1 low)");
  });

  it("folds what is to be done by hand for the same reason", () => {
    const manual = Array.from({ length: 50 }, (_, at) => ({
      ...{ address: `column:app.a.c${at}`, attribute: "type", reason: "the data has to be moved" },
    }));
    const text = plain(aReport({ findings: [aFinding()], remediation: { statements: [], manual } }));
    expect(text.match(/the data has to be moved/g)).toHaveLength(3);
    expect(text).toContain("    … and 47 alike: column:app.a.c3, ");
  });

  it("shows as many findings as it is told, the worst of them, and a plan whole or not at all", () => {
    const remediation = { statements: [statement("SELECT 1"), statement("SELECT 2")], manual: [] };
    const text = plain(aReport({ findings: [aFinding(), aPolicy()], remediation }), 1);
    expect(text).toContain("policy app.orders.tenants");
    expect(text).not.toContain("index app.orders.by_user: removed");
    expect(text).toContain("… and 1 more (1 medium)");
    expect(text).toContain("Proposed SQL: 2 statements (2 safe), not run: in the full report.");
    expect(text).not.toContain("SELECT 1");
  });

  it.each<[Partial<Report>, string]>([
    [{ transition: "still", incident }, "incident abc123, open since 2026-11-18 03:00:00 UTC; nothing new"],
    [{ transition: "reopened", incident }, "incident abc123, open since 2026-11-18 03:00:00 UTC; nothing appeared"],
    [
      { transition: "changed", incident: changed },
      "changed between 2026-11-19 03:00:02 UTC and 2026-11-20 03:00:04 UTC",
    ],
    [{ transition: "resolved" }, "resolved between 2026-11-19 03:00:02 UTC and 2026-11-20 03:00:04 UTC"],
    [
      { transition: "opened", incident: changed, previousCheckAt: null },
      "appeared before 2026-11-20 03:00:04 UTC, the first check that could see it",
    ],
  ])("says since when: %j", (known, line) => {
    expect(plain(aReport({ findings: [aFinding()], ...known }))).toContain(line);
  });

  it("tells a finding's id, for whoever acknowledges it", () => {
    const attribution = {
      ...{ seenAt: "2026-11-20T03:00:04.123Z", notSeenAt: null, committedAt: null, owner: "app" },
      ...{ grantor: null, audit: null },
    };
    expect(plain(aReport({ findings: [aFinding({ attribution })] }))).toContain(
      "          there since 2026-11-20 03:00:04 UTC or longer; owned by app\n          id 0123456789abcdef\n",
    );
  });

  it("is coloured only when told to", () => {
    const report = aReport({ findings: [aPolicy()] });
    expect(plain(report)).not.toContain("\u001b");
    expect(renderText(report, { colour: true })).toContain("\u001b[1m\u001b[31mCRITICAL");
  });
});

describe("an altered text", () => {
  const altered = (expected: string, actual: string): string =>
    plain(
      aReport({ findings: [{ ...aPolicy(), expected: sqlText("view", expected), actual: sqlText("view", actual) }] }),
    );

  it("of many lines shows those that differ", () => {
    const body = (line: string) => `BEGIN\n  a;\n${line}\n  c;\nEND`;
    expect(altered(body("  b1;"), body("  b2;"))).toContain(
      `          both      … 2 lines
          expected    b1;
          actual      b2;
          both      … 2 lines
`,
    );
    expect(altered("a\nc", "a\nb\nc")).toContain("          expected  (nothing)\n          actual    b\n");
  });

  it("of one long line shows the place where it differs", () => {
    const start = "x ".repeat(500);
    const text = altered(`${start}old`, `${start}new`);
    expect(text).toContain("x old");
    expect(text).toContain("x new");
    expect(text.length).toBeLessThan(1_000);
  });

  it("of hundreds of changed lines is cut", () => {
    const lines = (word: string) => Array.from({ length: 300 }, (_, at) => `${word} ${at}`).join("\n");
    const text = altered(lines("old"), lines("new"));
    expect(text).toContain("… 294 more lines");
    expect(text.split("\n").length).toBeLessThan(40);
  });
});
