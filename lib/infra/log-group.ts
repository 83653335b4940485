/** Where a function logs to, unless it is told. */

import { aws_logs as logs, RemovalPolicy } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** A group that goes with what it is for. */
export const logGroupIn = (scope: Construct, retention = logs.RetentionDays.ONE_MONTH): logs.LogGroup =>
  new logs.LogGroup(scope, "Logs", { retention, removalPolicy: RemovalPolicy.DESTROY });
