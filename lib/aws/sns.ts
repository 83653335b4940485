/** Alerts to SNS topics. */

import { type MessageAttributeValue, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Target } from "../config/target.ts";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import { bySeverity, type Severity } from "../core/severity.ts";
import type { Alert, Alerts } from "../monitor/ports.ts";
import { clientOptions, regionOf } from "./client-options.ts";
import { commonRemedy, nameOf, said } from "./failure.ts";

export interface SnsOptions {
  /** The text of an alert, in at most so many bytes of UTF-8. */
  readonly render: (alert: Alert, limitBytes: number) => string;
  /** Its subject, of any length and any characters. */
  readonly subjectOf: (alert: Alert) => string;
  /**
   * The client for a region.
   * @default - a new one for each
   */
  readonly clientFor?: (region: string | undefined) => SNSClient;
}

/** What SNS takes, attributes and all. */
const MESSAGE_BYTES = 256 * 1024;

export function snsAlerts({ render, subjectOf, clientFor = ownClients() }: SnsOptions): Alerts {
  return {
    async publish(target, alert, takenBy) {
      const topics = target.alertTopics.filter((arn) => !takenBy.includes(arn));
      const subject = subjectLine(subjectOf(alert));
      // Attributes are what subscriptions filter by. SNS drops them when the message has a structure of JSON.
      const attributes = attributesOf(target, alert);
      const limit = MESSAGE_BYTES - sizeOf(attributes) - Buffer.byteLength(subject);
      const Message = withinBytes(render(alert, limit), limit);
      const outcomes = await Promise.allSettled(
        topics.map((TopicArn) =>
          clientFor(regionOf(TopicArn)).send(
            new PublishCommand({ TopicArn, Subject: subject, Message, MessageAttributes: attributes }),
          ),
        ),
      );
      const failures = outcomes.flatMap((outcome, index) =>
        outcome.status === "rejected" ? [{ topic: topics[index] ?? "", reason: outcome.reason as unknown }] : [],
      );
      const failed = failures.map(({ topic }) => topic);
      return {
        takenBy: [...takenBy, ...topics.filter((arn) => !failed.includes(arn))],
        failure: failures.length > 0 ? undelivered(failures, topics.length) : null,
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

/** Severity: the worst that stands or has gone, so that whoever hears of an incident hears of its end. */
function attributesOf(target: Target, { transition, report, appeared, disappeared }: Alert) {
  const concerned = [...(report.incident?.findings ?? []), ...appeared, ...disappeared];
  const [worst = "info"] = concerned.map(({ severity }): Severity => severity).sort(bySeverity);
  const attribute = (StringValue: string): MessageAttributeValue => ({ DataType: "String", StringValue });
  return {
    status: attribute(report.status),
    severity: attribute(worst),
    database: attribute(target.id),
    transition: attribute(transition),
  };
}

const sizeOf = (attributes: Readonly<Record<string, MessageAttributeValue>>): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType = "", StringValue = "" }]) => sum + Buffer.byteLength(name + DataType + StringValue),
    0,
  );

/** The text cut to so many bytes of UTF-8, between characters: a renderer that keeps its promise is never cut. */
function withinBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= limit) return text;
  let end = limit;
  // A byte that begins with the bits 10 goes on with the character before it.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}

function undelivered(
  failures: readonly { readonly topic: string; readonly reason: unknown }[],
  topics: number,
): DriftwatchError {
  const named = failures.map(({ topic, reason }) => `${topic} (${said(reason)})`).join(", ");
  const [first] = failures;
  return new DriftwatchError(
    "alert-undelivered",
    oneLine(`${failures.length} of ${topics} topics did not take the alert: ${named}`),
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
