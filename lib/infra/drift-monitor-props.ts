/** What a `DriftMonitor` can be told. */

import type {
  Duration,
  aws_ec2 as ec2,
  aws_iam as iam,
  aws_logs as logs,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_sns as sns,
  aws_sqs as sqs,
} from "aws-cdk-lib";
import type {
  AlertFormat,
  HealthCheckName,
  IgnoreRule,
  MaintenanceWindow,
  PartitionPolicy,
  ProfileName,
  Severity,
} from "../config/target.ts";
import type { ExpectedSnapshot } from "./expected-snapshot.ts";
import type { MonitoredDatabase } from "./monitored-database.ts";

/** Options of one monitor, wherever it is made. */
export interface DriftMonitorOptions {
  /** The database to watch. */
  readonly database: MonitoredDatabase;
  /**
   * Id of the database: prefix of its storage keys, dimension of its metric, name in alerts.
   * @default - the id of the construct
   */
  readonly databaseId?: string;
  /**
   * The schema the database should have.
   * @default - `<databaseId>/expected.json.gz` in the state bucket, accepted after deployment
   */
  readonly expected?: ExpectedSnapshot;
  /**
   * When to check, with its time zone.
   * @default - every night at 03:00 UTC
   */
  readonly schedule?: scheduler.ScheduleExpression;
  /**
   * Whether the schedule runs. Without it there is no not-running alarm either.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Whether a check starts at the end of each deployment that changes the monitor or what it expects. The deployment does
   * not wait for it, and does not fail with it.
   * @default false
   */
  readonly checkOnDeploy?: boolean;
  /**
   * Whether a check starts when an event of the type `driftwatch.check-requested` that names the database, or none, is put
   * on the default event bus: what runs migrations puts it there.
   * @default false
   */
  readonly checkOnRequest?: boolean;
  /**
   * Whether the Lambda console offers a check, a quiet check and a plan as shareable test events. Their registry,
   * `lambda-testevent-schemas`, must be there: the console makes it with the first such event of a region.
   * @default false
   */
  readonly testEvents?: boolean;
  /**
   * Schemas to watch, as patterns with `*`.
   * @default - all
   */
  readonly includeSchemas?: string[];
  /**
   * Schemas not to watch, as patterns with `*`. Wins over `includeSchemas`.
   * @default - none
   */
  readonly excludeSchemas?: string[];
  /**
   * Whether to compare also what belongs to the whole cluster: roles, their memberships and settings. Ask for it in one
   * database of a cluster only.
   * @default false
   */
  readonly cluster?: boolean;
  /**
   * What of tools and of the platform is left out: migration ledgers, what housekeeping makes, what RDS and Aurora own.
   * @default - all profiles
   */
  readonly profiles?: ProfileName[];
  /**
   * What is done with the partitions of a table, by its name or a pattern with `*`; the longest that matches counts.
   * @default - each partition is an object of its own
   */
  readonly partitions?: { readonly [table: string]: PartitionPolicy };
  /**
   * What of the database's health is looked at.
   * @default - every check is made; what is found is reported, and nobody is told
   */
  readonly health?: HealthOptions;
  /**
   * Schema and name, with a dot between, of the table in which an audit trigger keeps who changed the schema.
   * @default - found by its columns
   */
  readonly auditTable?: string;
  /**
   * Schema and name, with a dot between, of the table in which the migration tool keeps what it has run. It is read only
   * where the expected snapshot was replayed from migrations.
   * @default - what the tool calls it, in whatever schema
   */
  readonly ledger?: string;
  /**
   * Topics that alerts and alarms are published to. More, in other formats, by `addAlertTopic`.
   * @default - none: findings are reported and measured only
   */
  readonly alertTopics?: sns.ITopic[];
  /**
   * How alerts are written for `alertTopics`.
   * @default "text"
   */
  readonly alertFormat?: AlertFormat;
  /**
   * The mildest severity worth an alert.
   * @default "low"
   */
  readonly alertThreshold?: Severity;
  /**
   * Findings that are hidden, and why.
   * @default - none
   */
  readonly ignore?: IgnoreRule[];
  /**
   * When checks run and nobody is told.
   * @default - never
   */
  readonly maintenance?: MaintenanceWindow[];
  /**
   * How long after people were last told of an incident they are told again.
   * @default - they are not
   */
  readonly remindAfter?: Duration;
  /**
   * How long to wait before drift that is new is looked at once more; people are told of what still stands. At most two
   * minutes, and less than half of the timeout.
   * @default - they are told at once
   */
  readonly confirmAfter?: Duration;
  /**
   * The score, from 0.5 to 1, from which a removed and an added object are read as one that was renamed.
   * @default 0.72
   */
  readonly renameThreshold?: number;
  /**
   * VPC the function runs in. It needs a way to the database, Secrets Manager, S3 and SNS there: see `MonitorEndpoints`.
   * @default - no VPC
   */
  readonly vpc?: ec2.IVpc;
  /**
   * Subnets of the VPC.
   * @default - the private ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * Security groups of the function. Share one per VPC: network interfaces are made per set of groups, and are limited.
   * @default - a group of its own
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /**
   * Memory of the function, in MB.
   * @default 1024
   */
  readonly memorySize?: number;
  /**
   * How long a check may take.
   * @default Duration.minutes(5)
   */
  readonly timeout?: Duration;
  /**
   * Where the function logs to.
   * @default - a new group, deleted with the monitor
   */
  readonly logGroup?: logs.ILogGroup;
  /**
   * How long logs are kept, in a new group.
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
  /**
   * Whether an alarm is raised while the schema has drifted: for pagers that want a state. Alerts tell people anyway.
   * @default false
   */
  readonly driftAlarm?: boolean;
  /**
   * Whether an alarm tells that the last check failed.
   * @default true
   */
  readonly errorsAlarm?: boolean;
  /**
   * Whether an alarm tells that checks have stopped.
   * @default true
   */
  readonly notRunningAlarm?: boolean;
  /**
   * Whether an alarm tells that checks run and have come to no verdict for more than a day, or than the schedule pauses.
   * @default false
   */
  readonly noVerdictAlarm?: boolean;
  /**
   * Address of the runbook that alarms point to; `#heading` is appended.
   * @default "docs/runbook.md"
   */
  readonly runbookUrl?: string;
  /**
   * Name of the function.
   * @default - generated by CloudFormation
   */
  readonly functionName?: string;
}

/** What is wrong with a database, drift or not. */
export interface HealthOptions {
  /**
   * Checks that are not made.
   * @default - all are
   */
  readonly off?: readonly HealthCheckName[];
  /**
   * The mildest severity that takes part in the incident, and so in its alerts, as findings do.
   * @default - none
   */
  readonly alertThreshold?: Severity;
}

/** How a topic is to be served. */
export interface AlertTopicOptions {
  /**
   * How alerts are written: `text` for people, `json` for programs, `chat` for Amazon Q Developer in chat applications,
   * `pager` for PagerDuty, Opsgenie and Grafana. Alarms come as CloudWatch writes them.
   * @default "text"
   */
  readonly format?: AlertFormat;
}

/** Properties of a `DriftMonitor`. */
export interface DriftMonitorProps extends DriftMonitorOptions {
  /**
   * Bucket for snapshots, state and reports. It should be versioned.
   * @default - a new `StateBucket`
   */
  readonly stateBucket?: s3.IBucket;
  /**
   * Queue for checks that were not delivered or failed every attempt.
   * @default - a new `DeadLetterQueue`
   */
  readonly deadLetterQueue?: sqs.IQueue;
  /**
   * Role of the schedule. It must be allowed to invoke the function and to send to the queue.
   * @default - a new `SchedulerRole`
   */
  readonly schedulerRole?: iam.IRole;
  /**
   * Directory of the built function.
   * @default - the one that comes with this package
   */
  readonly handlerDirectory?: string;
}
