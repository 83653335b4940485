/** The construct that watches one database. */

import {
  Annotations,
  aws_cloudwatch_actions as actions,
  aws_cloudwatch as cloudwatch,
  Duration,
  type aws_ec2 as ec2,
  type aws_iam as iam,
  type aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  type aws_s3 as s3,
  type aws_scheduler as scheduler,
  type aws_sns as sns,
  type aws_sqs as sqs,
  Token,
} from "aws-cdk-lib";
import { Construct } from "constructs";
import { parseSchedule } from "../config/schedule.ts";
import { storageKeys } from "../config/storage.ts";
import { type ExpectedLocation, FULL_READ_EVERY_MS, isDatabaseId, type Target } from "../config/target.ts";
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../config/telemetry.ts";
import { DriftwatchError } from "../core/errors.ts";
import { ErrorsAlarm, NotRunningAlarm, silentHours } from "./alarms.ts";
import { CheckFunction } from "./check-function.ts";
import { CheckRole } from "./check-role.ts";
import { CheckSchedule, NIGHTLY } from "./check-schedule.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import type { DriftMonitorProps } from "./drift-monitor-props.ts";
import type { MonitoredDatabaseConfig } from "./monitored-database.ts";
import { StateBucket } from "./state-bucket.ts";

/** A function that compares one database with its expected snapshot, its schedule, and the alarms that watch over it. */
export class DriftMonitor extends Construct implements ec2.IConnectable, iam.IGrantable {
  /** Id of the database in storage keys, metric and alerts. */
  readonly databaseId: string;
  /** The check function. */
  readonly handler: lambda.Function;
  /** What starts it. */
  readonly schedule: scheduler.Schedule;
  /** Where it logs to. */
  readonly logGroup: logs.LogGroup;
  /** Where checks end that were not delivered or failed every attempt. */
  readonly deadLetterQueue: sqs.IQueue;
  /** Where snapshots, state and reports lie. */
  readonly stateBucket: s3.IBucket;
  /** In ALARM while the last check failed. Undefined when switched off. */
  readonly errorsAlarm?: cloudwatch.Alarm;
  /** In ALARM when no check has started for too long. Undefined when switched off, disabled or not watchable. */
  readonly notRunningAlarm?: cloudwatch.Alarm;
  /** The function's role. */
  readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct, id: string, props: DriftMonitorProps) {
    super(scope, id);
    this.databaseId = checkedId(props.databaseId ?? id);
    this.stateBucket = props.stateBucket ?? new StateBucket(this, "State");
    this.deadLetterQueue = props.deadLetterQueue ?? new DeadLetterQueue(this, "DeadLetters");
    this.logGroup = new logs.LogGroup(this, "Logs", {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.handler = this.createHandler(props);
    this.grantPrincipal = this.handler.grantPrincipal;
    this.schedule = new CheckSchedule(this, "Schedule", {
      databaseId: this.databaseId,
      handler: this.handler,
      deadLetterQueue: this.deadLetterQueue,
      expression: props.schedule ?? NIGHTLY,
      enabled: props.enabled ?? true,
      role: props.schedulerRole,
    });
    this.errorsAlarm = this.createErrorsAlarm(props);
    this.notRunningAlarm = this.createNotRunningAlarm(props);
  }

  /** The function's security groups. Only in a VPC. */
  get connections(): ec2.Connections {
    return this.handler.connections;
  }

  /** Lets `grantee` start a check. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.handler.grantInvoke(grantee);
  }

  /** A metric of this database in Driftwatch's namespace. */
  metric(metricName: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    const dimensionsMap = { [METRIC_DIMENSION]: this.databaseId };
    return new cloudwatch.Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap, ...options }).attachTo(this);
  }

  /**
   * Findings of the last check, 0 when in sync.
   * @default - the maximum over an hour
   */
  metricDriftFindings(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric(METRICS.driftFindings, {
      statistic: cloudwatch.Stats.MAXIMUM,
      period: Duration.hours(1),
      ...options,
    });
  }

  private createHandler(props: DriftMonitorProps): lambda.Function {
    const database = props.database.bind();
    const expected = props.expected?.bind(this);
    const { databaseId, stateBucket, deadLetterQueue, logGroup } = this;
    const role = new CheckRole(this, "Role", {
      databaseId,
      secret: database.secret,
      stateBucket,
      logGroup,
      deadLetterQueue,
      alertTopics: props.alertTopics ?? [],
      expected: expected?.statements ?? [],
      inVpc: props.vpc !== undefined,
    });
    const { functionName, handlerDirectory, memorySize, timeout, vpc, vpcSubnets, securityGroups } = props;
    const handler = new CheckFunction(this, "Handler", {
      target: this.target(props, database, expected?.location),
      role,
      logGroup,
      deadLetterQueue,
      functionName,
      handlerDirectory,
      memorySize,
      timeout,
      vpc,
      vpcSubnets,
      securityGroups,
    });
    if (vpc) database.connectable?.connections.allowDefaultPortFrom(handler, `Driftwatch check of ${databaseId}`);
    return handler;
  }

  private target(props: DriftMonitorProps, database: MonitoredDatabaseConfig, expected?: ExpectedLocation): Target {
    const { secret, host, port, databaseName, tls } = database;
    return {
      id: this.databaseId,
      secret: secret.secretFullArn ?? secret.secretName,
      host,
      port,
      databaseName,
      tls,
      schemas: { include: props.includeSchemas ?? [], exclude: props.excludeSchemas ?? [] },
      cluster: props.cluster,
      profiles: props.profiles,
      partitions: props.partitions,
      health: props.health,
      auditTable: props.auditTable,
      ledger: props.ledger,
      expected: expected ?? { in: "store", key: storageKeys(this.databaseId).expected },
      bucket: this.stateBucket.bucketName,
      alertTopics: (props.alertTopics ?? []).map(({ topicArn }) => topicArn),
      alertThreshold: props.alertThreshold ?? "low",
      fullReadEveryMs: FULL_READ_EVERY_MS,
    };
  }

  private createErrorsAlarm(props: DriftMonitorProps): cloudwatch.Alarm | undefined {
    if (props.errorsAlarm === false) return undefined;
    return notifying(new ErrorsAlarm(this, "ErrorsAlarm", this.alarmProps(props)), props.alertTopics);
  }

  private createNotRunningAlarm(props: DriftMonitorProps): cloudwatch.Alarm | undefined {
    if (props.notRunningAlarm === false || props.enabled === false) return undefined;
    const hours = silentHours(longestGapMinutes(props.schedule ?? NIGHTLY));
    if (hours !== undefined) {
      const alarm = new NotRunningAlarm(this, "NotRunningAlarm", { ...this.alarmProps(props), silentHours: hours });
      return notifying(alarm, props.alertTopics);
    }
    const warning = `no alarm can watch a schedule that pauses for a week: nothing tells when ${this.databaseId} is no longer checked`;
    Annotations.of(this).addWarningV2("driftwatch:notRunningAlarm", warning);
    return undefined;
  }

  private alarmProps(props: DriftMonitorProps) {
    const runbookUrl = props.runbookUrl ?? "docs/runbook.md";
    return { databaseId: this.databaseId, handler: this.handler, runbookUrl };
  }
}

function longestGapMinutes({ expressionString }: scheduler.ScheduleExpression): number {
  const schedule = parseSchedule(expressionString);
  if (schedule) return schedule.longestGapMinutes;
  const remedy = "give an EventBridge schedule such as cron(0 3 * * ? *) or rate(6 hours)";
  throw new DriftwatchError("bad-argument", `schedule "${expressionString}"`, remedy);
}

function notifying(alarm: cloudwatch.Alarm, topics: readonly sns.ITopic[] = []): cloudwatch.Alarm {
  for (const topic of topics) {
    alarm.addAlarmAction(new actions.SnsAction(topic));
    alarm.addOkAction(new actions.SnsAction(topic));
  }
  return alarm;
}

function checkedId(id: string): string {
  if (Token.isUnresolved(id) || isDatabaseId(id)) return id;
  const remedy = "give databaseId as 1 to 64 letters and digits with single hyphens between them";
  throw new DriftwatchError("bad-argument", `database id "${id}"`, remedy);
}
