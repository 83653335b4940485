import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCheckEvent } from "../../lib/config/events.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";

const NORMAL = { notify: true, full: false, plan: false };
const ENVELOPE = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "Scheduled Event",
  source: "aws.scheduler",
  account: "123456789012",
  time: "2027-01-31T03:00:00Z",
  region: "eu-west-1",
  resources: ["arn:aws:scheduler:eu-west-1:123456789012:schedule/default/orders"],
  detail: "{}",
};

describe("parseCheckEvent", () => {
  it.each([
    ["nothing", undefined, NORMAL],
    ["null", null, NORMAL],
    ["a text", "check", NORMAL],
    ["a number", 3, NORMAL],
    ["a list", [{ notify: false }], NORMAL],
    ["an empty object", {}, NORMAL],
    ["the console's default test event", { key1: "value1", key2: "value2", key3: "value3" }, NORMAL],
    ["an EventBridge envelope", ENVELOPE, NORMAL],
    ["a quiet check", { notify: false }, { ...NORMAL, notify: false }],
    ["a full read", { full: true }, { ...NORMAL, full: true }],
    ["both, and an unknown key", { notify: false, full: true, other: 1 }, { notify: false, full: true, plan: false }],
    ["a plan", { action: "plan", notify: true }, { notify: false, full: true, plan: true }],
    ["what is said explicitly", { notify: true, full: false }, NORMAL],
    ["an undefined key", { notify: undefined }, NORMAL],
    ["an inherited key", Object.create({ notify: false }), NORMAL],
  ])("%s", (_, event, expected) => {
    expect(parseCheckEvent(event)).toEqual(expected);
  });

  it.each([
    [{ action: "repair" }, 'event key "action" is neither "check" nor "plan"; give one of them, or leave it out'],
    [{ notify: "no" }, 'event key "notify" is of type string; give true or false, or leave it out'],
    [{ notify: 0 }, 'event key "notify" is of type number; give true or false, or leave it out'],
    [{ notify: null }, 'event key "notify" is null; give true or false, or leave it out'],
    [{ full: [] }, 'event key "full" is a list; give true or false, or leave it out'],
  ])("refuses %j", (event, message) => {
    expect(() => parseCheckEvent(event)).toThrow(
      new DriftwatchError("bad-argument", ...(message.split("; ") as [string, string])),
    );
  });

  it("takes anything without a known key for a normal check", () => {
    fc.assert(
      fc.property(fc.anything(), (event) => {
        const known =
          typeof event === "object" &&
          event !== null &&
          !Array.isArray(event) &&
          ("notify" in event || "full" in event);
        if (!known) expect(parseCheckEvent(event)).toEqual(NORMAL);
      }),
    );
  });
});
