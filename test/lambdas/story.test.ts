/** The one line of the log. */

import { expect, it } from "vitest";
import { lostLine, storyOf } from "../../lambdas/story.ts";
import { aReport } from "../support/alert.ts";

it.each([
  ["IN_SYNC", "INFO"],
  ["DRIFTED", "WARN"],
  ["INCOMPLETE", "WARN"],
  ["NOT_CHECKED", "WARN"],
  ["ERROR", "ERROR"],
] as const)("%s is told on one line, at level %s", (status, level) => {
  const report = aReport({
    status,
    summary: "two\nlines",
    stored: { report: "r", observed: "o", page: "p", plan: "q" },
  });
  const line = storyOf(report, true, "request-1");
  expect(line).not.toContain("\n");
  expect(JSON.parse(line)).toEqual({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    level,
    message: "two\nlines",
    status,
    target: "orders",
    transition: "opened",
    incident: null,
    counts: report.counts,
    unmoved: false,
    notify: true,
    durationMs: 5,
    error: null,
    report: "r",
    observed: "o",
    page: "p",
    plan: "q",
    requestId: "request-1",
  });
});

it("a page that is missing is told on a line of its own", () => {
  expect(JSON.parse(lostLine("orders", "page", "no room"))).toMatchObject({
    ...{ level: "WARN", message: "the report of orders has no page: no room", target: "orders" },
  });
});
