/** Alerts to SNS: attributes to filter by, what fits, and what is told of topics that fail. */

import { PublishCommand, type PublishCommandInput, SNSClient } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type SnsOptions, snsAlerts, subjectLine } from "../../lib/aws/sns.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import type { IncidentFinding } from "../../lib/core/report.ts";
import type { Severity } from "../../lib/core/severity.ts";
import type { AlertFormat, Topic } from "../../lib/core/topic.ts";
import type { Alert } from "../../lib/monitor/ports.ts";
import { anAlert } from "../support/alert.ts";
import { refused } from "../support/aws.ts";
import { aTarget } from "../support/target.ts";

const client = new SNSClient({ region: "eu-west-1" });
const mock = mockClient(client);
const ARNS = ["a", "b", "c"].map((name) => `arn:aws:sns:eu-west-1:123456789012:${name}`);
const LIMIT = 262_144;
const topicsOf = (arns: readonly string[], format: AlertFormat = "text"): Topic[] =>
  arns.map((arn) => ({ arn, format }));

const unnoted = async () => undefined;
const publish = (alert: Alert, options: Partial<SnsOptions> = {}, alertTopics = ARNS.slice(0, 1)) =>
  snsAlerts({ render: () => "text", subjectOf: () => "subject", clientFor: () => client, ...options }).publish(
    aTarget({ alertTopics: topicsOf(alertTopics) }),
    alert,
    [],
    unnoted,
  );
const sent = (): PublishCommandInput[] => mock.commandCalls(PublishCommand).map(({ args }) => args[0].input);

const finding = (severity: Severity): IncidentFinding => ({
  ...{ id: severity, code: "column.added", address: "column:app.t.c", title: "column app.t.c" },
  ...{ seenAt: "2026-11-20T03:00:00.000Z", notSeenAt: null },
  severity,
});

beforeEach(() => {
  mock.reset();
  mock.on(PublishCommand).resolves({ MessageId: "1" });
});

describe("a message", () => {
  it("is text with attributes to filter by", async () => {
    await publish(anAlert({ transition: "opened", appeared: [finding("high")] }));
    expect(sent()).toEqual([
      {
        TopicArn: ARNS[0],
        Subject: "subject",
        Message: "text",
        MessageAttributes: {
          event: { DataType: "String", StringValue: "drift" },
          status: { DataType: "String", StringValue: "DRIFTED" },
          severity: { DataType: "String", StringValue: "high" },
          database: { DataType: "String", StringValue: "orders" },
          transition: { DataType: "String", StringValue: "opened" },
          codes: { DataType: "String.Array", StringValue: '["column.added"]' },
          kinds: { DataType: "String.Array", StringValue: '["column"]' },
        },
      },
    ]);
  });

  it("goes to every topic, in the topic's own region", async () => {
    const regions: (string | undefined)[] = [];
    const topics = [ARNS[0]!, "arn:aws:sns:us-east-1:123456789012:far"];
    const clientFor = (region: string | undefined) => {
      regions.push(region);
      return client;
    };
    await publish(anAlert(), { clientFor }, topics);
    expect(sent().map(({ TopicArn }) => TopicArn)).toEqual(topics);
    expect(regions).toEqual(["eu-west-1", "us-east-1"]);
  });

  it("without any topic is no error", async () => {
    await publish(anAlert(), {}, []);
    expect(sent()).toEqual([]);
  });

  it.each<[string, Partial<Alert>, readonly Severity[], Severity]>([
    ["the worst that is open", { appeared: [finding("low")] }, ["low", "critical"], "critical"],
    ["the worst that has gone, while milder remains", { disappeared: [finding("critical")] }, ["low"], "critical"],
    ["the worst that was resolved", { disappeared: [finding("low"), finding("medium")] }, [], "medium"],
    ["info when there is nothing", {}, [], "info"],
  ])("is as severe as %s", async (_what, changes, open, severity) => {
    await publish(anAlert(changes, open.map(finding)));
    expect(sent()[0]?.MessageAttributes?.severity?.StringValue).toBe(severity);
  });
});

describe("256 KiB", () => {
  const size = ({ Message = "", MessageAttributes = {}, Subject = "" }: PublishCommandInput): number =>
    Buffer.byteLength(Message) +
    Buffer.byteLength(Subject) +
    Object.entries(MessageAttributes).reduce(
      (sum, [name, { DataType = "", StringValue = "" }]) => sum + Buffer.byteLength(name + DataType + StringValue),
      0,
    );

  it("is what the renderer is told to keep to, less the attributes", async () => {
    await publish(anAlert(), { render: (_alert, _topic, limit) => "é".repeat(Math.floor(limit / 2)) });
    expect(size(sent()[0]!)).toBeGreaterThan(LIMIT - 2);
    expect(size(sent()[0]!)).toBeLessThanOrEqual(LIMIT);
  });

  it.each(["x", "é", "€", "😀", "ab😀"])("is kept even by a renderer that does not: %s", async (letters) => {
    await publish(anAlert(), { render: () => letters.repeat(300_000) });
    const [message] = sent();
    expect(size(message!)).toBeLessThanOrEqual(LIMIT);
    expect(size(message!)).toBeGreaterThan(LIMIT - 4);
    expect(message?.Message).not.toContain("\uFFFD");
    expect(letters.repeat(300_000).startsWith(message?.Message ?? "-")).toBe(true);
  });
});

describe("topics that fail", () => {
  const failing = (names: readonly string[], error: Error) => {
    for (const name of names)
      mock.on(PublishCommand, { TopicArn: ARNS.find((it) => it.endsWith(name)) }).rejects(error);
  };
  const failure = async (): Promise<DriftwatchError> => {
    const { failure: error } = await publish(anAlert(), {}, ARNS);
    expect(error).toBeInstanceOf(DriftwatchError);
    return error!;
  };

  it("do not keep the others from it, and are named", async () => {
    failing(["a", "c"], refused("NotFoundException", 404, "Topic does\nnot exist"));
    const error = await failure();
    expect(sent()).toHaveLength(3);
    expect(error.code).toBe("alert-undelivered");
    expect(error.message).toBe(
      `2 of 3 topics did not take the alert: ${ARNS[0]} (NotFoundException: Topic does not exist), ` +
        `${ARNS[2]} (NotFoundException: Topic does not exist); check the topic's ARN`,
    );
  });

  it("are told from those that have it, which are not asked again", async () => {
    failing(["a", "c"], refused("NotFoundException", 404, "Topic does not exist"));
    const alerts = snsAlerts({ render: () => "text", subjectOf: () => "subject", clientFor: () => client });
    const target = aTarget({ alertTopics: topicsOf(ARNS) });
    expect(await alerts.publish(target, anAlert(), [], unnoted)).toMatchObject({ takenBy: [ARNS[1]] });
    mock.reset();
    mock.on(PublishCommand).resolves({ MessageId: "2" });
    expect(await alerts.publish(target, anAlert(), [ARNS[1]!], unnoted)).toEqual({
      takenBy: [ARNS[1], ARNS[0], ARNS[2]],
      failure: null,
    });
    expect(sent().map(({ TopicArn }) => TopicArn)).toEqual([ARNS[0], ARNS[2]]);
  });

  it("let it be noted at once who has it, but for the last", async () => {
    const alerts = snsAlerts({ render: () => "text", subjectOf: () => "subject", clientFor: () => client });
    const noted: string[] = [];
    const note = async (topic: string) => void noted.push(topic);
    failing(["a"], refused("NotFoundException", 404, "Topic does not exist"));
    await alerts.publish(aTarget({ alertTopics: topicsOf(ARNS) }), anAlert(), [], note);
    expect(noted.sort()).toEqual([ARNS[1], ARNS[2]]);
    mock.reset();
    mock.on(PublishCommand).resolves({ MessageId: "2" });
    noted.length = 0;
    await alerts.publish(aTarget({ alertTopics: topicsOf(ARNS) }), anAlert(), [], note);
    expect(noted).toHaveLength(2);
  });

  it.each([
    ["AuthorizationErrorException", 403, /allow sns:Publish on the topic, and kms/],
    ["KMSAccessDeniedException", 400, /kms:GenerateDataKey/],
    ["TimeoutError", undefined, /VPC endpoint or a NAT gateway$/],
    ["InternalErrorException", 500, /check the topic, its policy and its key$/],
  ])("because of %s", async (name, status, message) => {
    failing(["b"], refused(name, status));
    expect((await failure()).message).toMatch(message);
  });
});

describe("a subject", () => {
  it.each([
    ["[CRITICAL] Schema drift: orders (3 findings)", "[CRITICAL] Schema drift: orders (3 findings)"],
    ["two\r\nlines\tand a \u0000 zero", "two lines and a zero"],
    ["Größe übertrifft naïve Erwartungen", "Gro?e ubertrifft naive Erwartungen"],
    ["  ordres – été 😀 ", "ordres ? ete ?"],
    ["\u2028", "Driftwatch"],
    ["x".repeat(99), "x".repeat(99)],
    ["x".repeat(100), `${"x".repeat(96)}...`],
  ])("%j", (text, subject) => expect(subjectLine(text)).toBe(subject));

  it("is always one that SNS takes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(subjectLine(text)).toMatch(/^[\x21-\x7e]([\x20-\x7e]{0,97}[\x21-\x7e])?$/);
        expect(subjectLine(subjectLine(text))).toBe(subjectLine(text));
      }),
      { numRuns: 500 },
    );
  });

  it("is cleaned before it is sent", async () => {
    await publish(anAlert(), { subjectOf: () => `line\n${"ü".repeat(200)}` });
    expect(sent()[0]?.Subject).toBe(`line ${"u".repeat(91)}...`);
  });
});
