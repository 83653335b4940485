/** An alert in each format: as its receiver wants it, whatever is in it. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sqlText } from "../../lib/core/canonical.ts";
import type { AlertContent } from "../../lib/core/report.ts";
import { ALERT_FORMATS, type AlertFormat, type Topic } from "../../lib/core/topic.ts";
import { renderMessage, subjectFor } from "../../lib/report/message.ts";
import { aFinding, anAlert, anyAlert, aPolicy, aStatement, remembered } from "../support/reports.ts";
import { checkedBy } from "../support/schema.ts";

const KIB_250 = 250 * 1024;
const ARN = "arn:aws:sns:eu-west-1:123456789012:on-call";
const topic = (format: AlertFormat): Topic => ({ arn: ARN, format });
const body = (alert: AlertContent, format: AlertFormat): string => renderMessage(alert, topic(format), KIB_250);
// biome-ignore lint/suspicious/noExplicitAny: bodies of several shapes
const parsed = (alert: AlertContent, format: AlertFormat): any => JSON.parse(body(alert, format));

const SCHEMAS = {
  json: checkedBy("docs/schemas/alert.v1.json"),
  chat: checkedBy("test/schemas/chat.json"),
  pager: checkedBy("test/schemas/alarm.json"),
};

describe.each(Object.entries(SCHEMAS))("any alert as %s", (name, problemsOf) => {
  const format = name as AlertFormat;

  it("is what its receiver takes", () => {
    fc.assert(
      fc.property(anyAlert, (alert) => {
        expect(problemsOf(parsed(alert, format))).toEqual([]);
      }),
    );
  });

  it("is never too long, with thousands of findings of long names", () => {
    const findings = Array.from({ length: 3_000 }, (_, at) =>
      aFinding({ id: `${at}`, title: `table ${"𝒳".repeat(2_000)}${at}`, why: "w".repeat(5_000) }),
    );
    const text = body(anAlert({ findings, nextSteps: findings.map(({ why }) => why) }), format);
    expect(Buffer.byteLength(text)).toBeLessThan(KIB_250);
    expect(problemsOf(JSON.parse(text))).toEqual([]);
    expect(text).toMatch(/3000|3,000|2990/);
  });
});

it.each(ALERT_FORMATS)("as %s it has nothing that a terminal would act on", (format) => {
  fc.assert(
    fc.property(anyAlert, (alert) => {
      expect(body(alert, format)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(subjectFor(alert, topic(format)).length).toBeLessThan(100);
    }),
  );
});

describe("for programs", () => {
  it("the ten worst of each sort are listed, and all are counted", () => {
    const findings = [...Array.from({ length: 30 }, (_, at) => aFinding({ id: `${at}` })), aPolicy()];
    const alert = parsed(anAlert({ findings, disappeared: [remembered(aFinding({ id: "gone" }))] }), "json");
    expect(alert).toMatchObject({
      event: "drift",
      severity: "critical",
      database: "orders",
      appeared: { count: 31, worst: { length: 10 } },
      stillThere: { count: 0, worst: [] },
      disappeared: { count: 1, worst: [{ title: "index app.orders.by_user" }] },
      report: "s3://bucket/orders/reports/1.json",
    });
    expect(alert.appeared.worst[0]).toMatchObject({
      title: "policy app.orders.tenants: using altered",
      severity: "critical",
      actual: "true",
      since: { notSeenAt: "2026-11-19T03:00:02.000Z", seenAt: "2026-11-20T03:00:04.123Z" },
    });
  });

  it("people come first: mail programs show it raw", () => {
    expect(Object.keys(parsed(anAlert({ findings: [aPolicy()] }), "json")).slice(0, 4)).toEqual([
      ...["summary", "event", "transition", "severity"],
    ]);
  });
});

describe("for a chat room", () => {
  it("the end of an incident comes in the thread of its beginning, and the next incident in another", () => {
    const past = (incident: string | null) => ({
      ...({
        at: "2026-11-20T03:00:04.123Z",
        status: "DRIFTED",
        transition: null,
        fingerprint: null,
        report: null,
      } as const),
      counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      incident,
    });
    const thread = (alert: AlertContent) => parsed(alert, "chat").metadata.threadId;
    const opened = thread(anAlert({ findings: [aPolicy()] }));
    expect(opened).toBe("schema-drift/orders/abc123");
    for (const transition of ["changed", "reminded", "reopened"] as const)
      expect(thread(anAlert({ transition, findings: [aPolicy()] }))).toBe(opened);
    const history = [past("abc123"), past("before")];
    expect(thread(anAlert({ transition: "resolved", disappeared: [remembered(aPolicy())], history }))).toBe(opened);
    expect(thread(anAlert({ transition: "resolved", history: [] }))).toBe("schema-drift/orders");
  });

  it("calls nobody, leads nowhere and runs nothing, whatever things are called", () => {
    const hostile = "table <!channel> <@U1> @here `x` <http://evil|click> https://evil & *b*";
    const text = JSON.stringify(parsed(anAlert({ findings: [aFinding({ title: hostile, why: hostile })] }), "chat"));
    expect(text).not.toMatch(/[<>@]|https?:\/\//);
    expect(text).toContain("&lt;!channel&gt;");
    expect(text).toContain("`table &lt;!channel&gt; &lt;＠U1&gt; ＠here 'x' ");
  });

  it("says that it is over", () => {
    const { content } = parsed(anAlert({ transition: "resolved", disappeared: [remembered(aPolicy())] }), "chat");
    expect(content.title).toBe(":white_check_mark: [RESOLVED] Schema drift: orders (1 finding gone)");
    expect(content.nextSteps).toEqual([]);
    expect(content.description).toContain("*Resolved: 1* (1 critical)");
  });
});

describe("for a pager", () => {
  it.each([
    ["opened", "ALARM", "OK"],
    ["reopened", "ALARM", "OK"],
    ["changed", "ALARM", "ALARM"],
    ["reminded", "ALARM", "ALARM"],
    ["resolved", "OK", "ALARM"],
  ] as const)("%s is %s, and was %s", (transition, now, before) => {
    const alert = anAlert({ transition, findings: transition === "resolved" ? [] : [aPolicy()] });
    expect(parsed(alert, "pager")).toMatchObject({
      AlarmName: "Driftwatch orders",
      NewStateValue: now,
      OldStateValue: before,
      Region: "eu-west-1",
      AWSAccountId: "123456789012",
      AlarmArn: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Driftwatch orders",
    });
    expect(subjectFor(alert, topic("pager"))).toMatch(new RegExp(`^${now}: \\[`));
  });

  it("what is wrong is the reason", () => {
    const { NewStateReason } = parsed(anAlert({ findings: [aFinding(), aPolicy()] }), "pager");
    expect(NewStateReason).toBe(
      "[CRITICAL] Schema drift: orders (2 findings). CRITICAL policy app.orders.tenants: using altered; " +
        "MEDIUM index app.orders.by_user: removed",
    );
  });
});

describe("what is not for everybody", () => {
  const SECRET = "hunter2";
  const body = `SELECT '${SECRET}'`;
  const everything = [
    aFinding({ id: "1", verb: "altered", attribute: "source", expected: "RETURN 1;", actual: body }),
    aFinding({ id: "2", verb: "altered", attribute: "definition", expected: null, actual: sqlText("view", body) }),
    aFinding({ id: "3", expected: { source: body, body: sqlText("routine-body", body), cost: "100" } }),
    aFinding({ id: "4", expected: { actions: [sqlText("statement", body)] } }),
    aFinding({ id: "6", verb: "altered", attribute: "settings", expected: [], actual: [`app.jwt_secret=${SECRET}`] }),
    aFinding({ id: "5", verb: "altered", attribute: "check", expected: "ok", actual: `one\n${SECRET}` }),
  ];

  it.each([
    `CREATE OR REPLACE FUNCTION app.f() RETURNS text LANGUAGE sql AS '${body}'`,
    `CREATE PROCEDURE app.f() LANGUAGE sql AS $$${body}$$`,
    `CREATE MATERIALIZED VIEW app.v AS ${body}`,
    `CREATE OR REPLACE RULE r AS ON INSERT TO app.t DO ${body}`,
    `DO $x$ ${SECRET} $x$`,
    `ALTER FUNCTION app.f() SET "app.jwt_secret" TO '${SECRET}'`,
    `ALTER SERVER s OPTIONS (SET password '${SECRET}')`,
  ])("is in no alert: %s", (sql) => {
    const alert = anAlert({
      findings: everything,
      remediation: { statements: [aStatement(), aStatement({ sql })], manual: [] },
      suppressed: everything.map((finding) => ({ finding, rule: { reason: "known" } })),
      uncertain: [{ address: "routine:a.f", attribute: "body", expected: body, actual: sqlText("routine-body", body) }],
    });
    for (const format of ALERT_FORMATS) {
      const text = renderMessage({ ...alert, report: { ...alert.report, uncertain: [] } }, topic(format), KIB_250);
      expect(text, format).not.toContain(SECRET);
      expect(text, format).not.toContain("RETURN 1");
    }
  });

  it("is told by its length, and by where it is", () => {
    const text = renderMessage(anAlert({ findings: everything }), topic("text"), KIB_250);
    expect(text).toMatch(/source altered\n.*\n +expected {2}\(1 line, in the full report\)/);
    expect(text).toMatch(/actual {4}\(2 lines, in the full report\)/);
    expect(text).toContain("Full report: s3://");
  });

  it("takes the plan with it, and nothing else does", () => {
    const plan = (sql: string) =>
      renderMessage(
        anAlert({
          findings: [aPolicy()],
          remediation: { statements: [aStatement({ sql: "DROP INDEX a" }), aStatement({ sql })], manual: [] },
        }),
        topic("text"),
        KIB_250,
      );
    expect(plan(`CREATE VIEW v AS ${body}`)).toContain(
      "Proposed SQL: 2 statements (2 safe), not run: in the full report.",
    );
    expect(plan(`CREATE VIEW v AS ${body}`)).not.toContain("DROP INDEX a");
    expect(plan("CREATE INDEX b ON app.t (c)")).toContain("DROP INDEX a;");
  });
});
