import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { configTemplate } from "./synth.ts";

const runbook = readFileSync("docs/runbook.md", "utf8");
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
const sections = runbook.split(/^## /m).slice(1);
const headings = new Map(sections.map((section) => [anchor(section.split("\n")[0]!), section]));

describe("the runbook", () => {
  const alarms = Object.values(
    configTemplate({
      digest: "cron(0 7 ? * MON *)",
      databases: [{ id: "orders", secret: "s", alarms: { drift: true, noVerdict: true } }],
    }).findResources("AWS::CloudWatch::Alarm"),
  );
  const named = alarms.map(({ Properties }) => String(Properties.AlarmDescription));

  it.each(named)("has the heading of: %s", (description) => {
    const [, heading] = /Runbook: docs\/runbook\.md#([a-z-]+)$/.exec(description) ?? [];
    const section = headings.get(heading ?? "");
    expect(section?.match(/^### (.*)$/gm)).toEqual(["### Description", "### Investigation", "### Resolution"]);
  });

  it("has no heading without an alarm", () => {
    expect([...headings.keys()].sort()).toEqual(named.map((text) => text.replace(/^.*#/, "")).sort());
  });

  it("says of every error that a check can end in where to look", () => {
    const errors = readFileSync("docs/errors.md", "utf8").split(/^## /m);
    const met = errors.filter((part) => /^(Snapshots|Reaching|Reading|Keeping)/.test(part)).join("");
    const codes = [...met.matchAll(/^\| `([a-z-]+)` /gm)].map(([, code]) => code);
    const elsewhere = ["snapshot-unreadable", "migration-running"];
    expect(codes.length).toBeGreaterThan(15);
    for (const code of codes.filter((it) => !elsewhere.includes(it ?? "")))
      expect(headings.get("check-failed"), code).toContain(`\`${code}\``);
  });

  it("describes every alarm with the database it is about", () => {
    const ofOne = named.filter((description) => !description.includes("of all databases"));
    expect([named.length, ofOne.length]).toEqual([5, 4]);
    for (const description of ofOne) expect(description).toContain('"orders"');
  });
});
