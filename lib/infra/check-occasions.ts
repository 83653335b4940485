/** What starts a check beside the schedule: the end of a deployment, and an event that asks for it. */

import { Duration, aws_events as events, aws_lambda as lambda, triggers } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { CHECK_REQUESTED } from "../config/telemetry.ts";

/**
 * A check once everything in `scope` has been deployed. It is started and not waited for: drift is no reason to roll a
 * deployment back.
 */
export function checkOnDeploy(scope: Construct, handler: lambda.Function): triggers.Trigger {
  return new triggers.Trigger(scope, "OnDeploy", {
    handler,
    invocationType: triggers.InvocationType.EVENT,
    timeout: Duration.minutes(2),
    executeAfter: [handler],
    executeOnHandlerChange: true,
  });
}

/** What is asked of a `CheckOnRequest`. */
export interface CheckOnRequestProps {
  readonly databaseId: string;
  readonly handler: lambda.Function;
}

/** A check whenever an event on the default bus asks for it: for this database by its id, or for all. */
export class CheckOnRequest extends events.Rule {
  constructor(scope: Construct, id: string, { databaseId, handler }: CheckOnRequestProps) {
    super(scope, id, {
      description: `Driftwatch check of ${databaseId}, when asked for`,
      eventPattern: {
        detailType: [CHECK_REQUESTED],
        detail: { database: [databaseId, { exists: false }] },
      },
    });
    // Not addPermission: beside a version it would warn of clients that invoke one.
    new lambda.CfnPermission(this, "Permission", {
      ...{ action: "lambda:InvokeFunction", principal: "events.amazonaws.com" },
      ...{ functionName: handler.functionArn, sourceArn: this.ruleArn },
    });
    // Not the LambdaFunction target: what becomes of a check that throws is settled by the function.
    this.addTarget({ bind: () => ({ arn: handler.functionArn }) });
  }
}
