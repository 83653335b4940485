/** A message about all databases to SNS topics. */

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { DriftwatchError } from "../core/errors.ts";
import type { Topic } from "../core/topic.ts";
import { clientOptions, regionOf } from "./client-options.ts";
import { commonRemedy, said } from "./failure.ts";
import { subjectLine, withinBytes } from "./sns.ts";

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
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (!failure) return;
  const remedy = commonRemedy(failure.reason, "SNS") ?? "check the topic, its policy and its key";
  throw new DriftwatchError("alert-undelivered", `a topic did not take the digest: ${said(failure.reason)}`, remedy);
}
