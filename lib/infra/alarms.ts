/** The alarms of one monitor. Each names its heading in the runbook. */

import { aws_cloudwatch as cloudwatch, Duration, type aws_lambda as lambda } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** What the alarms on a function need to know. */
export interface MonitorAlarmProps {
  readonly databaseId: string;
  readonly handler: lambda.IFunction;
  /** Address of the runbook; headings are appended. */
  readonly runbookUrl: string;
}

/** In ALARM from the first thing that is told to the next time that it is none; silence changes nothing. */
const AS_LAST_TOLD = {
  threshold: 1,
  evaluationPeriods: 1,
  comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  treatMissingData: cloudwatch.TreatMissingData.IGNORE,
};

/**
 * In ALARM while the last check failed at every attempt. Missing data is ignored: between two nightly checks there is none, and neither
 * "all is well" nor "still broken" should come from silence. The next check that ends well brings it back to OK.
 */
export class ErrorsAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, props: MonitorAlarmProps) {
    super(scope, id, {
      alarmDescription: `Driftwatch could not check database "${props.databaseId}": its function failed. Runbook: ${props.runbookUrl}#check-failed`,
      metric: failuresOf(props.handler),
      ...AS_LAST_TOLD,
    });
  }
}

/**
 * Lambda stamps an error with the start of the invocation: a shorter period would have passed when a check that ran into
 * its timeout reports. Each invocation says 0 or 1; a sum would stay at 1 until the next night where the second attempt
 * ended well.
 */
const failuresOf = (handler: lambda.IFunction): cloudwatch.Metric =>
  handler.metricErrors({ period: Duration.minutes(30), statistic: cloudwatch.Stats.MINIMUM });

/** Properties of a `DriftAlarm`. */
export interface DriftAlarmProps {
  readonly databaseId: string;
  readonly runbookUrl: string;
  /** Findings of the last check: `DriftMonitor.metricDriftFindings`. */
  readonly metric: cloudwatch.IMetric;
}

/** In ALARM from the check that finds drift to the one that finds none. Missing data says nothing of the schema. */
export class DriftAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, { databaseId, runbookUrl, metric }: DriftAlarmProps) {
    super(scope, id, {
      alarmDescription: `The schema of database "${databaseId}" has drifted: Driftwatch's alert and report say how. Runbook: ${runbookUrl}#schema-drifted`,
      metric,
      ...AS_LAST_TOLD,
    });
  }
}

/** Properties of a `NoVerdictAlarm`. */
export interface NoVerdictAlarmProps {
  readonly databaseId: string;
  readonly runbookUrl: string;
  /** Hours since a check saw everything, as each check says them. */
  readonly metric: cloudwatch.IMetric;
  /** More hours than that are too many, see `blindHours`. */
  readonly blindHours: number;
}

/**
 * In ALARM while checks run and come to no verdict: they fail, see a part, or have nothing to compare with. Missing data
 * says that none has run, which is another alarm's.
 */
export class NoVerdictAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, { databaseId, runbookUrl, metric, blindHours }: NoVerdictAlarmProps) {
    super(scope, id, {
      alarmDescription: `Driftwatch checks database "${databaseId}" and has come to no verdict for more than ${blindHours} hours. Runbook: ${runbookUrl}#no-verdict`,
      metric,
      threshold: blindHours,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.IGNORE,
    });
  }
}

/** In ALARM while the last digest could not be made or sent at any attempt. Between two of them there is no data. */
export class DigestAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, { handler, runbookUrl }: Omit<MonitorAlarmProps, "databaseId">) {
    super(scope, id, {
      alarmDescription: `Driftwatch could not send the digest of all databases: its function failed. Runbook: ${runbookUrl}#digest-failed`,
      metric: failuresOf(handler),
      ...AS_LAST_TOLD,
    });
  }
}

/** Properties of a `NotRunningAlarm`. */
export interface NotRunningAlarmProps extends MonitorAlarmProps {
  /** Hours without any check that are one too many, see `silentHours`. */
  readonly silentHours: number;
}

/** In ALARM when no check has started for longer than the schedule explains. */
export class NotRunningAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, props: NotRunningAlarmProps) {
    super(scope, id, {
      alarmDescription: `Driftwatch has not checked database "${props.databaseId}" for ${props.silentHours} hours. Runbook: ${props.runbookUrl}#check-not-running`,
      metric: props.handler.metricInvocations({ period: Duration.hours(1), statistic: cloudwatch.Stats.SUM }),
      threshold: 1,
      evaluationPeriods: props.silentHours,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
  }
}

const LONGEST_WINDOW_HOURS = 7 * 24;
const SLACK_HOURS = 2;

/**
 * Hours of silence that mean a schedule is dead: its longest gap, and two more for a change of the clock, the flexible
 * window and a retried delivery. Undefined when CloudWatch cannot watch for so long.
 *
 * CloudWatch takes at most seven days of period × evaluation periods, and at most one where the period is below an
 * hour. It also looks a few PERIODS beyond the window before it calls data missing, so one period of a day would ring
 * two or three days late; N periods of an hour ring a few hours late.
 */
export function silentHours(longestGapMinutes: number): number | undefined {
  const hours = Math.ceil(longestGapMinutes / 60) + SLACK_HOURS;
  return hours <= LONGEST_WINDOW_HOURS ? hours : undefined;
}

/** Hours without a verdict that are too many: a day, or more where the schedule pauses for longer, and some for retries. */
export const blindHours = (longestGapMinutes: number): number =>
  Math.max(24, Math.ceil(longestGapMinutes / 60)) + SLACK_HOURS;
