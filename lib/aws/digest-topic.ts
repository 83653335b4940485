/** A message about all databases to SNS topics. */

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Topic } from "../core/topic.ts";
import { clientOptions, regionOf } from "./client-options.ts";
import { subjectLine, undelivered, withinBytes } from "./sns.ts";

/** What SNS takes, less subject and attributes. */
const BYTES = 255 * 1024;

/**
 * @param bodyOf in at most so many bytes of UTF-8; undefined for a topic that is told nothing
 * @throws DriftwatchError `alert-undelivered`, once every topic has been tried
 */
export async function publishDigest(
  topics: readonly Topic[],
  subject: string,
  bodyOf: (topic: Topic, limitBytes: number) => string | undefined,
): Promise<void> {
  const outcomes = await Promise.allSettled(
    topics.map(async (topic) => {
      const body = bodyOf(topic, BYTES);
      if (body === undefined) return;
      await new SNSClient(clientOptions(regionOf(topic.arn))).send(
        new PublishCommand({
          ...{ TopicArn: topic.arn, Subject: subjectLine(subject), Message: withinBytes(body, BYTES) },
          // What filter policies tell it by.
          MessageAttributes: { event: { DataType: "String", StringValue: "digest" } },
        }),
      );
    }),
  );
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === "rejected" ? [{ topic: topics[index]?.arn ?? "", reason: outcome.reason as unknown }] : [],
  );
  if (failures.length > 0) throw undelivered("digest", failures, topics.length);
}
