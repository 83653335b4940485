/** What starts a check: an EventBridge Scheduler schedule, with what becomes of an event it cannot deliver. */

import {
  Duration,
  type aws_iam as iam,
  type aws_lambda as lambda,
  aws_scheduler as scheduler,
  type aws_sqs as sqs,
} from "aws-cdk-lib";
import type { Construct } from "constructs";
import { SchedulerRole } from "./scheduler-role.ts";

/** Every night at 03:00 UTC. */
export const NIGHTLY = scheduler.ScheduleExpression.cron({ minute: "0", hour: "3" });

/** Properties of a `CheckSchedule`. */
export interface CheckScheduleProps {
  readonly databaseId: string;
  readonly handler: lambda.IFunction;
  readonly deadLetterQueue: sqs.IQueue;
  readonly expression: scheduler.ScheduleExpression;
  readonly enabled: boolean;
  /**
   * Role of the schedule.
   * @default - a new `SchedulerRole`
   */
  readonly role?: iam.IRole;
}

/** The schedule of one database. */
export class CheckSchedule extends scheduler.Schedule {
  constructor(scope: Construct, id: string, props: CheckScheduleProps) {
    const { handler, deadLetterQueue } = props;
    const functionArns = [handler.functionArn];
    const role = props.role ?? new SchedulerRole(scope, "SchedulerRole", { functionArns, deadLetterQueue });
    super(scope, id, {
      description: `Driftwatch check of ${props.databaseId}`,
      schedule: props.expression,
      enabled: props.enabled,
      // Spreads the checks of a fleet that all say "at three".
      timeWindow: scheduler.TimeWindow.flexible(Duration.minutes(10)),
      target: {
        // Not the LambdaInvoke target: it grants the role every version and alias, `<function>:*`.
        bind: () => ({
          arn: handler.functionArn,
          role,
          deadLetterConfig: { arn: deadLetterQueue.queueArn },
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
        }),
      },
    });
  }
}
