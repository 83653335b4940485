/** The construct that watches one database. */

import {
  aws_cloudwatch as cloudwatch,
  Duration,
  aws_ec2 as ec2,
  type aws_iam as iam,
  type aws_lambda as lambda,
  type aws_logs as logs,
  type aws_s3 as s3,
  type aws_scheduler as scheduler,
  type aws_sns as sns,
  type aws_sqs as sqs,
  Token,
} from "aws-cdk-lib";
import { Construct } from "constructs";
import { IGNORE_RULES } from "../config/ignore-rule.ts";
import { MAINTENANCE_WINDOWS } from "../config/maintenance.ts";
import { checkedList } from "../config/problem.ts";
import { storageKeys } from "../config/storage.ts";
import {
  type AlertFormat,
  type ExpectedLocation,
  FULL_READ_EVERY_MS,
  isDatabaseId,
  type Quiet,
  type Target,
} from "../config/target.ts";
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../config/telemetry.ts";
import { DriftwatchError } from "../core/errors.ts";
import { refuseFifo, ringAt } from "./alert-topic.ts";
import { CheckFunction } from "./check-function.ts";
import { CheckOnRequest, checkOnDeploy } from "./check-occasions.ts";
import { CheckRole } from "./check-role.ts";
import { CheckSchedule, NIGHTLY } from "./check-schedule.ts";
import { checkSettings } from "./checked-settings.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import type { AlertTopicOptions, DriftMonitorProps } from "./drift-monitor-props.ts";
import type { ExpectedSnapshotConfig } from "./expected-snapshot.ts";
import { letIn } from "./let-in.ts";
import { logGroupIn } from "./log-group.ts";
import { alarmsOf } from "./monitor-alarms.ts";
import type { MonitoredDatabaseConfig } from "./monitored-database.ts";
import { secretId } from "./secret-access.ts";
import { StateBucket } from "./state-bucket.ts";
import { claimState } from "./state-claim.ts";
import { TestEvents } from "./test-events.ts";

/** A function that compares one database with its expected snapshot, its schedule, and the alarms that watch over it. */
export class DriftMonitor extends Construct implements ec2.IConnectable, iam.IGrantable {
  /** Id of the database in storage keys, metric and alerts. */
  readonly databaseId: string;
  /** The check function. */
  readonly handler: lambda.Function;
  /** What starts it. */
  readonly schedule: scheduler.Schedule;
  /** Where it logs to. */
  readonly logGroup: logs.ILogGroup;
  /** Where checks end that were not delivered or failed every attempt. */
  readonly deadLetterQueue: sqs.IQueue;
  /** Where snapshots, state and reports lie. */
  readonly stateBucket: s3.IBucket;
  /** In ALARM while the schema has drifted. Undefined unless asked for. */
  readonly driftAlarm?: cloudwatch.Alarm;
  /** In ALARM while the last check failed. Undefined when switched off. */
  readonly errorsAlarm?: cloudwatch.Alarm;
  /** In ALARM when no check has started for too long. Undefined when switched off, disabled or not watchable. */
  readonly notRunningAlarm?: cloudwatch.Alarm;
  /** In ALARM while checks come to no verdict. Undefined unless asked for, and when disabled. */
  readonly noVerdictAlarm?: cloudwatch.Alarm;
  /** The function's role. */
  readonly grantPrincipal: iam.IPrincipal;

  private readonly role: CheckRole;
  private readonly check: CheckFunction;
  private target: Target;

  constructor(scope: Construct, id: string, props: DriftMonitorProps) {
    super(scope, id);
    this.databaseId = checkedId(props.databaseId ?? id);
    this.stateBucket = props.stateBucket ?? new StateBucket(this, "State");
    claimState(this);
    this.deadLetterQueue = props.deadLetterQueue ?? new DeadLetterQueue(this, "DeadLetters");
    this.logGroup = props.logGroup ?? logGroupIn(this, props.logRetention);
    const database = props.database.bind();
    checkSettings(this.databaseId, props, database);
    const expected = props.expected?.bind(this);
    this.target = this.targetOf(props, database, expected?.location);
    this.role = this.createRole(props, database, expected);
    this.check = this.createHandler(props, database);
    this.handler = this.check;
    this.grantPrincipal = this.handler.grantPrincipal;
    this.schedule = new CheckSchedule(this, "Schedule", {
      databaseId: this.databaseId,
      handler: this.handler,
      deadLetterQueue: this.deadLetterQueue,
      expression: props.schedule ?? NIGHTLY,
      enabled: props.enabled ?? true,
      role: props.schedulerRole,
    });
    if (props.checkOnDeploy) checkOnDeploy(this, this.handler);
    if (props.checkOnRequest) new CheckOnRequest(this, "OnRequest", this);
    if (props.testEvents) new TestEvents(this, "TestEvents", this);
    const alarms = alarmsOf(this, props);
    this.driftAlarm = alarms.drift;
    this.errorsAlarm = alarms.errors;
    this.notRunningAlarm = alarms.notRunning;
    this.noVerdictAlarm = alarms.noVerdict;
    for (const topic of props.alertTopics ?? []) this.addAlertTopic(topic, { format: props.alertFormat });
  }

  /** Publishes alerts, and the alarms of this monitor unless the topic is of another region, to one more topic. */
  addAlertTopic(topic: sns.ITopic, { format = "text" }: AlertTopicOptions = {}): void {
    refuseFifo(topic);
    const { alertTopics } = this.target;
    const known = alertTopics.find(({ arn }) => arn === topic.topicArn);
    if (known?.format === format) return;
    if (known) throw torn(topic, known.format, format);
    this.target = { ...this.target, alertTopics: [...alertTopics, { arn: topic.topicArn, format }] };
    this.check.retarget(this.target);
    this.role.allowPublishing(topic);
    ringAt(topic, this, [this.driftAlarm, this.errorsAlarm, this.notRunningAlarm, this.noVerdictAlarm]);
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

  /**
   * Hours since a check saw everything, 0 when the last one did.
   * @default - the maximum over an hour
   */
  metricHoursSinceVerdict(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric(METRICS.hoursSinceVerdict, {
      statistic: cloudwatch.Stats.MAXIMUM,
      period: Duration.hours(1),
      ...options,
    });
  }

  /**
   * Checks that failed.
   * @default - the sum over half an hour
   */
  metricCheckFailures(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.handler.metricErrors({ statistic: cloudwatch.Stats.SUM, period: Duration.minutes(30), ...options });
  }

  /**
   * How long checks take.
   * @default - the maximum over an hour
   */
  metricDuration(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.handler.metricDuration({
      statistic: cloudwatch.Stats.MAXIMUM,
      period: Duration.hours(1),
      ...options,
    });
  }

  private createRole(
    { vpc }: DriftMonitorProps,
    { secret, iam }: MonitoredDatabaseConfig,
    expected: ExpectedSnapshotConfig | undefined,
  ): CheckRole {
    const { databaseId, stateBucket, deadLetterQueue, logGroup } = this;
    return new CheckRole(this, "Role", {
      ...{ databaseId, secret, iam, stateBucket, logGroup, deadLetterQueue },
      expected: expected?.statements ?? [],
      inVpc: vpc !== undefined,
    });
  }

  private createHandler(props: DriftMonitorProps, database: MonitoredDatabaseConfig): CheckFunction {
    const { databaseId, deadLetterQueue, logGroup, role, target } = this;
    const { functionName, handlerDirectory, memorySize, timeout, vpc, vpcSubnets, securityGroups } = props;
    const handler = new CheckFunction(this, "Handler", {
      target,
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
    const { connectable, port = 5432 } = database;
    if (vpc && connectable) letIn(handler, connectable, ec2.Port.tcp(port), `Driftwatch check of ${databaseId}`);
    return handler;
  }

  private targetOf(props: DriftMonitorProps, database: MonitoredDatabaseConfig, expected?: ExpectedLocation): Target {
    const { secret, iam, host, port, databaseName, tls } = database;
    return {
      id: this.databaseId,
      secret: secret && secretId(this, secret),
      iam: iam && { user: iam.user },
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
      alertTopics: [],
      alertThreshold: props.alertThreshold ?? "low",
      ...this.quiet(props),
      renameThreshold: props.renameThreshold,
      fullReadEveryMs: FULL_READ_EVERY_MS,
    };
  }

  private quiet({ ignore = [], maintenance = [], remindAfter, confirmAfter, timeout }: DriftMonitorProps): Quiet {
    const seconds = confirmAfter?.toSeconds() ?? 0;
    if (seconds > 120 || seconds * 2 >= (timeout ?? Duration.minutes(5)).toSeconds()) {
      throw new DriftwatchError(
        "bad-argument",
        `confirmAfter of ${this.databaseId} is ${seconds} seconds`,
        "give at most 120, and less than half of the timeout: the second look has to fit in",
      );
    }
    return {
      ...(ignore.length > 0 && { ignore: checkedList(IGNORE_RULES, ignore, `ignore of ${this.databaseId}`) }),
      ...(maintenance.length > 0 && {
        maintenance: checkedList(MAINTENANCE_WINDOWS, maintenance, `maintenance of ${this.databaseId}`),
      }),
      ...(remindAfter && { remindAfterMs: remindAfter.toMilliseconds() }),
      ...(confirmAfter && { confirmAfterMs: confirmAfter.toMilliseconds() }),
    };
  }
}

const torn = ({ node }: sns.ITopic, one: AlertFormat, other: AlertFormat): DriftwatchError =>
  new DriftwatchError(
    "bad-argument",
    `the topic ${node.path} is to have alerts as ${one} and as ${other}`,
    "give each format a topic of its own",
  );

function checkedId(id: string): string {
  if (Token.isUnresolved(id) || isDatabaseId(id)) return id;
  const remedy = "give databaseId as 1 to 64 letters and digits with single hyphens between them";
  throw new DriftwatchError("bad-argument", `database id "${id}"`, remedy);
}
