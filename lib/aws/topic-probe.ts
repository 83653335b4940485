/** Whether anybody hears of what is published to a topic. */

import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { DriftwatchError } from "../core/errors.ts";
import { clientOptions, regionOf } from "./client-options.ts";
import { commonRemedy, nameOf, said } from "./failure.ts";

/** @throws DriftwatchError `alert-undelivered` when there is no such topic, or it cannot be asked */
export async function subscriptions(arn: string): Promise<{ readonly confirmed: number; readonly pending: number }> {
  try {
    const client = new SNSClient(clientOptions(regionOf(arn)));
    const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    return {
      confirmed: Number(Attributes.SubscriptionsConfirmed ?? 0),
      pending: Number(Attributes.SubscriptionsPending ?? 0),
    };
  } catch (error) {
    const remedy =
      commonRemedy(error, "SNS") ??
      (nameOf(error) === "NotFoundException" || nameOf(error) === "NotFound"
        ? "check the topic's ARN: there is no such topic"
        : "allow sns:GetTopicAttributes on it to whoever runs this");
    throw new DriftwatchError("alert-undelivered", `${arn} could not be asked: ${said(error)}`, remedy, {
      cause: error,
    });
  }
}
