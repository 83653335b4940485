/** What a report says in words. */

import { expect, it } from "vitest";
import { countBySeverity } from "../../lib/core/report.ts";
import { nextSteps, summarise } from "../../lib/monitor/narrate.ts";
import { aFinding, aReport } from "../support/reports.ts";

it("writes large numbers so that they can be read", () => {
  const findings = Array.from({ length: 1_234 }, (_, at) => aFinding({ id: String(at) }));
  expect(summarise(aReport({ findings, counts: countBySeverity(findings) }))).toBe(
    "orders has drifted: 1,234 findings (1,234 medium).",
  );
});

it("ends a remedy that is SQL as SQL ends", () => {
  const steps = (remedy: string) =>
    nextSteps(
      aReport({
        status: "INCOMPLETE",
        findings: [],
        unreadable: [{ kind: "policy", reason: "denied", remedy, hides: [] }],
      }),
      { expected: "expected.json" },
    );
  expect(steps('GRANT SELECT ON pg_policy TO "watcher"')).toEqual(['GRANT SELECT ON pg_policy TO "watcher";']);
  expect(steps("take it again")).toEqual(["Take it again."]);
});

it("says once what to do about several kinds that one right closes", () => {
  const unreadable = ["constraint", "trigger"].map((kind) => ({
    ...{ kind, reason: "denied", hides: [] },
    remedy: 'GRANT SELECT ON pg_trigger TO "watcher"',
  }));
  expect(nextSteps(aReport({ status: "INCOMPLETE", unreadable }), { expected: "expected.json" })).toEqual([
    'GRANT SELECT ON pg_trigger TO "watcher";',
  ]);
});
