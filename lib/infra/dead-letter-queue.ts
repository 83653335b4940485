/** Where a check that could not be delivered, or failed every attempt, is kept for inspection. */

import { Duration, aws_sqs as sqs } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledged.ts";

/** An encrypted, TLS-only queue that keeps what it gets for two weeks. */
export class DeadLetterQueue extends sqs.Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this, "AwsSolutions-SQS3", "it is the dead-letter queue");
  }
}
