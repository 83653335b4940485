/** SNS takes 256 KB: whatever an alert has to tell, it stays below, is what its receiver reads, and says where the whole is. */

import { describe, expect, it } from "vitest";
import type { Fleet } from "../../lib/core/fleet.ts";
import type { AlertContent } from "../../lib/core/report.ts";
import { ALERT_FORMATS, type AlertFormat } from "../../lib/core/topic.ts";
import { renderDigest } from "../../lib/report/digest.ts";
import { renderFleetHtml } from "../../lib/report/fleet-html.ts";
import { renderMessage } from "../../lib/report/message.ts";
import { aFinding, anAlert, aStatement, remembered } from "../support/reports.ts";
import { checkedBy } from "../support/schema.ts";

const LIMIT = 256 * 1024;
/** Less than half of what a rich alert has to say, byte by byte, so that a cut falls on every byte of a character. */
const TIGHT = [4_096, 4_097, 4_098, 4_099, 20_001, 20_002, 20_003, 20_004];
const MEGABYTE = 1_000_000;
const ARN = "arn:aws:sns:eu-west-1:123456789012:t";
const REPORT = `s3://${"a-bucket-with-a-long-name-".repeat(2)}/orders/reports/20261120T030004.123Z-0.json`;
const stored = { report: REPORT, page: null, plan: REPORT.replace(".json", ".up.sql"), observed: null };

const problemsOf = {
  json: checkedBy("docs/schemas/alert.v1.json"),
  chat: checkedBy("test/schemas/chat.json"),
  pager: checkedBy("test/schemas/alarm.json"),
};

const long = (text: string, bytes = MEGABYTE): string => text.repeat(bytes / Buffer.byteLength(text));

/** One comment of a megabyte, before and after. */
const oneComment = (text: string): Partial<AlertContent["report"]> => ({
  findings: [
    aFinding({
      ...{ code: "comment.text.altered", verb: "altered", kind: "comment", attribute: "text" },
      ...{
        expected: long(text),
        actual: `${long(text)}.`,
        title: `comment on ${long(text, 9_000)}`,
        why: long(text, 9_000),
      },
    }),
  ],
  remediation: { statements: [aStatement({ sql: `COMMENT ON TABLE t IS '${long(text)}'` })], manual: [] },
  nextSteps: [long(text, 9_000)],
});

const manyFindings = (): Partial<AlertContent["report"]> => ({
  findings: Array.from({ length: 10_000 }, (_, at) =>
    aFinding({ id: `${at}`, title: `table app.${"🐘".repeat(63)}${at}` }),
  ),
  remediation: { statements: Array.from({ length: 10_000 }, () => aStatement()), manual: [] },
});

const LARGE: Readonly<Record<string, () => Partial<AlertContent["report"]>>> = {
  "one comment of a megabyte": () => oneComment("lorem ipsum "),
  "the same, without a blank": () => oneComment("x"),
  "the same, of four bytes a letter": () => oneComment("🐘"),
  "the same, of what JSON has to escape": () => oneComment('"\\\n'),
  "the same, of what is spelled out": () => oneComment("\u0001\u202e"),
  "the same, of what a chat would read": () => oneComment("<&>@`"),
  "10,000 findings": manyFindings,
};

function expectFit(text: string, format: AlertFormat, limit: number): void {
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
  expect(Buffer.from(text, "utf8").toString("utf8")).toBe(text);
  if (format !== "text") expect(problemsOf[format](JSON.parse(text))).toEqual([]);
  expect(text.replaceAll(/\n\s*/g, "")).toContain(REPORT);
}

describe.each(Object.entries(LARGE))("an alert of %s", (name, content) => {
  const known = content();
  const gone = known.findings?.map(remembered) ?? [];
  const changed = anAlert({ ...known, transition: "changed", stored, appeared: gone, disappeared: gone });
  const resolved = anAlert({ transition: "resolved", stored, disappeared: gone });

  it.each(ALERT_FORMATS)("as %s is valid, below the limit, and names the report", (format) => {
    const text = renderMessage(changed, { arn: ARN, format }, LIMIT);
    expectFit(text, format, LIMIT);
    expectFit(renderMessage(resolved, { arn: ARN, format }, LIMIT), format, LIMIT);
    if (name === "10,000 findings") expect(text).toMatch(/10,?000|9,?990/);
  });
});

it("text is cut between letters, wherever the limit is", () => {
  const findings = Array.from({ length: 10 }, (_, at) =>
    aFinding({ id: `${at}`, title: "🐘é".repeat(500), why: "🐘".repeat(9_000) }),
  );
  const alert = anAlert({ findings, stored, nextSteps: ["🐘".repeat(9_000)] });
  for (const limit of TIGHT) expectFit(renderMessage(alert, { arn: ARN, format: "text" }, limit), "text", limit);
});

describe("a digest of a thousand databases", () => {
  const findings = Array.from({ length: 10 }, (_, at) => ({
    ...{ code: "table.added", severity: "high" as const, title: `table app.${"🐘".repeat(63)}${at}: added` },
  }));
  const fleet: Fleet = {
    ...{ format: 1, at: "2026-11-20T03:00:04.123Z", nextSteps: [], unseen: [] },
    groups: Array.from({ length: 1_000 }, (_, at) => ({
      ...{ fingerprint: "f".repeat(64), status: "DRIFTED", databases: [`db-${at}`], findings, total: 10 },
      ...{ checkedAt: "2026-11-20T03:00:04.123Z", verdictAt: "2026-11-20T03:00:04.123Z" },
    })),
  };

  it("as text and JSON is cut to fit, valid, and says so", () => {
    for (const limit of [4_099, LIMIT]) {
      const [text, json] = (["text", "json"] as const).map((format) => renderDigest(fleet, format, limit) ?? "");
      for (const each of [text, json]) expect(Buffer.byteLength(each ?? "")).toBeLessThanOrEqual(limit);
      expect(text).toMatch(/\n… cut to fit\. All of it: driftwatch fleet\n$/);
      expect(JSON.parse(json ?? "")).toMatchObject({
        summary: "1,000 databases, 1 schema: 1,000 drifted",
        truncated: { whole: "driftwatch fleet" },
      });
    }
  });

  it("counts what drifted, however little of it is named", () => {
    const [group] = fleet.groups;
    const one = { ...fleet, groups: [{ ...group!, total: 1_400 }] };
    expect(renderDigest(one, "text", LIMIT)).toContain("… and 1,395 more");
    expect(JSON.parse(renderDigest(one, "chat", LIMIT) ?? "").content.description).toMatch(/, and 1,399 more$/);
    expect(JSON.parse(renderDigest(one, "json", LIMIT) ?? "").groups[0].total).toBe(1_400);
    expect(renderFleetHtml(one)).toContain("1,390 more");
  });

  it("tells chats what to do", () => {
    const nextSteps = ["Read it: driftwatch show --database db-1", "@here".repeat(200)];
    const { content } = JSON.parse(renderDigest({ ...fleet, nextSteps }, "chat", LIMIT) ?? "");
    expect(content.nextSteps).toEqual([nextSteps[0], expect.stringMatching(/^(＠here)+.*…$/)]);
    expect(JSON.parse(renderDigest(fleet, "chat", LIMIT) ?? "").content).not.toHaveProperty("nextSteps");
  });

  it("as JSON is whole where there is room", () => {
    const small = { ...fleet, groups: fleet.groups.slice(0, 2) };
    expect(JSON.parse(renderDigest(small, "json", LIMIT) ?? "")).toEqual({
      event: "digest",
      summary: "2 databases, 1 schema: 2 drifted",
      ...small,
    });
  });
});
