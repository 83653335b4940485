/** Alerts to SNS topics. */

import { type MessageAttributeValue, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Target } from "../config/target.ts";
import { parseAddress } from "../core/address.ts";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import { EVENTS } from "../core/report.ts";
import { bySeverity } from "../core/severity.ts";
import type { Topic } from "../core/topic.ts";
import type { Alert, Alerts } from "../monitor/ports.ts";
import { clientOptions, regionOf } from "./client-options.ts";
import { commonRemedy, nameOf, said } from "./failure.ts";

export interface SnsOptions {
  /** The body of an alert for a topic, in at most so many bytes of UTF-8. */
  readonly render: (alert: Alert, topic: Topic, limitBytes: number) => string;
  /** Its subject, of any length and any characters. */
  readonly subjectOf: (alert: Alert, topic: Topic) => string;
  /**
   * The client for a region.
   * @default - a new one for each
   */
  readonly clientFor?: (region: string | undefined) => SNSClient;
}

/** What SNS takes, attributes and all. */
const MESSAGE_BYTES = 256 * 1024;
/** Values of an attribute that is a list, the worst findings' first. */
const LONGEST_LIST = 50;

export function snsAlerts({ render, subjectOf, clientFor = ownClients() }: SnsOptions): Alerts {
  return {
    async publish(target, alert, takenBy, note) {
      const topics = target.alertTopics.filter(({ arn }) => !takenBy.includes(arn));
      // Attributes are what subscriptions filter by. SNS drops them when the message has a structure of JSON.
      const attributes = attributesOf(target, alert);
      let left = topics.length;
      const publish = async (topic: Topic) => {
        const subject = subjectLine(subjectOf(alert, topic));
        const limit = MESSAGE_BYTES - sizeOf(attributes) - Buffer.byteLength(subject);
        const Message = withinBytes(render(alert, topic, limit), limit);
        const message = { TopicArn: topic.arn, Subject: subject, Message, MessageAttributes: attributes };
        await clientFor(regionOf(topic.arn)).send(new PublishCommand(message));
        left -= 1;
        if (left > 0) await note(topic.arn);
      };
      const outcomes = await Promise.allSettled(topics.map(publish));
      const arns = topics.map(({ arn }) => arn);
      const failures = outcomes.flatMap((outcome, index) =>
        outcome.status === "rejected" ? [{ topic: arns[index] ?? "", reason: outcome.reason as unknown }] : [],
      );
      const failed = failures.map(({ topic }) => topic);
      return {
        takenBy: [...takenBy, ...arns.filter((arn) => !failed.includes(arn))],
        failure: failures.length > 0 ? undelivered("alert", failures, topics.length) : null,
      };
    },
  };
}

function ownClients(): (region: string | undefined) => SNSClient {
  const clients = new Map<string | undefined, SNSClient>();
  return (region) => {
    // A topic takes messages in its own region only.
    const client = clients.get(region) ?? new SNSClient(clientOptions(region));
    clients.set(region, client);
    return client;
  };
}

/**
 * SNS takes a subject of fewer than 100 ASCII characters, without line breaks and control characters, that begins with
 * a letter, a digit or punctuation.
 */
export function subjectLine(text: string): string {
  const ascii = text
    .normalize("NFKD")
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll(/[\p{White_Space}\p{Control}]+/gu, " ")
    .replaceAll(/[^\x20-\x7e]/gu, "?")
    .trim();
  if (ascii === "") return "Driftwatch";
  return ascii.length < 100 ? ascii : `${ascii.slice(0, 96).trimEnd()}...`;
}

/**
 * What filter policies ask for: at most ten, or SQS would be given none. Severity: the worst that stands or has gone,
 * so that whoever hears of an incident hears of its end; codes and kinds for the same reason.
 */
function attributesOf(target: Target, { transition, report, appeared, disappeared }: Alert) {
  const concerned = [...(report.incident?.findings ?? []), ...appeared, ...disappeared].sort((a, b) =>
    bySeverity(a.severity, b.severity),
  );
  return {
    event: text(EVENTS[transition]),
    transition: text(transition),
    status: text(report.status),
    // No two alerts share one: what comes twice, because an answer of SNS was lost, is told by it.
    ...(report.stored.report === null ? {} : { report: text(report.stored.report) }),
    severity: text(concerned[0]?.severity ?? "info"),
    database: text(target.id),
    ...texts(
      "codes",
      concerned.map(({ code }) => code),
    ),
    ...texts(
      "kinds",
      concerned.map(({ address }) => parseAddress(address).kind),
    ),
  };
}

const text = (StringValue: string): MessageAttributeValue => ({ DataType: "String", StringValue });

/** Each once, the first so many; nothing when there are none, since an attribute must say something. */
function texts(name: string, values: readonly string[]): Record<string, MessageAttributeValue> {
  const first = [...new Set(values)].slice(0, LONGEST_LIST);
  return first.length === 0 ? {} : { [name]: { DataType: "String.Array", StringValue: JSON.stringify(first) } };
}

const sizeOf = (attributes: Readonly<Record<string, MessageAttributeValue>>): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType = "", StringValue = "" }]) => sum + Buffer.byteLength(name + DataType + StringValue),
    0,
  );

/** The text cut to so many bytes of UTF-8, between characters: a renderer that keeps its promise is never cut. */
export function withinBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= limit) return text;
  let end = limit;
  // A byte that begins with the bits 10 goes on with the character before it.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}

/** Which of so many topics did not take it, and why. */
export function undelivered(
  what: "alert" | "digest",
  failures: readonly { readonly topic: string; readonly reason: unknown }[],
  topics: number,
): DriftwatchError {
  const named = failures.map(({ topic, reason }) => `${topic} (${said(reason)})`).join(", ");
  const [first] = failures;
  return new DriftwatchError(
    "alert-undelivered",
    oneLine(`${failures.length} of ${topics} topics did not take the ${what}: ${named}`),
    remedyFor(first?.reason),
    { cause: first?.reason },
  );
}

function remedyFor(error: unknown): string {
  if (/^NotFound(Exception)?$/.test(nameOf(error))) return "check the topic's ARN";
  if (/^(AuthorizationError|KMS)/.test(nameOf(error)))
    return "allow sns:Publish on the topic, and kms:GenerateDataKey and kms:Decrypt on its key";
  return commonRemedy(error, "SNS") ?? "check the topic, its policy and its key";
}
