/** Maintenance windows: open from their start, in their time zone, for as long as they last. */

import { describe, expect, it } from "vitest";
import { openWindow } from "../../lib/config/maintenance.ts";
import { encodeTarget, parseTarget } from "../../lib/config/target.ts";
import { parseState } from "../../lib/core/target-state.ts";
import { aTarget } from "../support/target.ts";

const BERLIN = "Europe/Berlin";

describe("a window", () => {
  it.each<[string, string | undefined, number, string, string | null]>([
    // Sunday at two: in UTC, and in Berlin an hour earlier.
    ["cron(0 2 ? * SUN *)", undefined, 60, "2026-11-22T01:59:59Z", null],
    ["cron(0 2 ? * SUN *)", undefined, 60, "2026-11-22T02:00:00Z", "2026-11-22T03:00:00.000Z"],
    ["cron(0 2 ? * SUN *)", undefined, 60, "2026-11-22T02:59:59Z", "2026-11-22T03:00:00.000Z"],
    ["cron(0 2 ? * SUN *)", undefined, 60, "2026-11-22T03:00:00Z", null],
    ["cron(0 2 ? * SUN *)", BERLIN, 60, "2026-11-22T01:30:00Z", "2026-11-22T02:00:00.000Z"],
    // From Friday evening to Monday morning.
    ["cron(0 20 ? * FRI *)", undefined, 3_480, "2026-11-23T05:59:00Z", "2026-11-23T06:00:00.000Z"],
    ["at(2027-01-31T02:00:00)", undefined, 30, "2027-01-31T02:10:00Z", "2027-01-31T02:30:00.000Z"],
    ["at(2027-01-31T02:00:00)", undefined, 30, "2028-01-31T02:10:00Z", null],
    // On the 28th of March 2027 there is no half past two in Berlin: clocks go from two to three, at one in UTC.
    ["cron(30 2 * * ? *)", BERLIN, 60, "2027-03-28T01:10:00Z", "2027-03-28T01:59:00.000Z"],
  ])("%s in %s for %i minutes, at %s", (schedule, timeZone, durationMinutes, at, until) => {
    const window = { schedule, durationMinutes, reason: "upgrade", ...(timeZone && { timeZone }) };
    expect(openWindow([window], new Date(at))?.until.toISOString() ?? null).toBe(until);
  });
});

describe("what a target and a state hold", () => {
  it("travels compressed once it is long, and comes back as it was", () => {
    const ignore = Array.from({ length: 60 }, (_, n) => ({
      address: `column:app.t${n}.*`,
      reason: "being rolled out",
    }));
    const target = aTarget({ ignore });
    expect(encodeTarget(target).length).toBeLessThan(1_500);
    expect(parseTarget(encodeTarget(target))).toEqual(target);
  });

  it("is filled in where an earlier version wrote it", () => {
    const finding = { id: "1", code: "table.removed", address: "table:app.a", severity: "high", title: "a" };
    const at = "2026-11-20T03:00:00.000Z";
    const incident = { id: "i", openedAt: at, changedAt: at, findings: [finding] };
    const state = parseState(JSON.stringify({ format: 1, incident, reading: null, outbox: [], checkedAt: at }));
    const known = { ...finding, seenAt: at, notSeenAt: null };
    expect(state).toMatchObject({
      incident: { state: "open", toldAt: at, findings: [known] },
      ...{ told: [known], acknowledged: [], resolved: null, checks: [], decisions: [], lookedAt: at },
    });
    expect(parseState('{"format": 2}')).toBeUndefined();
  });
});
