/** The stack of `driftwatch.config.json`: one monitor per database, and what they share. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  ArnFormat,
  CfnOutput,
  Duration,
  Stack,
  type StackProps,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  Tags,
  TimeZone,
} from "aws-cdk-lib";
import { Construct } from "constructs";
import type { Config, Database, VpcPlacement } from "../config/config-file.ts";
import { expectedLocation } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import { AlertTopic } from "./alert-topic.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { DriftMonitor } from "./drift-monitor.ts";
import type { DriftMonitorProps } from "./drift-monitor-props.ts";
import { ExpectedSnapshot } from "./expected-snapshot.ts";
import { functionName, functionPrefix } from "./function-name.ts";
import { MonitoredDatabase, TlsMode } from "./monitored-database.ts";
import { Network, type Placement } from "./network.ts";
import { SchedulerRole } from "./scheduler-role.ts";
import { StateBucket } from "./state-bucket.ts";

/** Properties of a `DriftMonitorStack`. */
export interface DriftMonitorStackProps extends StackProps {
  /** The config, as `readConfig` returns it. */
  readonly config: Config;
  /**
   * Directory of the built function.
   * @default - the one that comes with this package
   */
  readonly handlerDirectory?: string;
}

/** Of an incident that people have heard of they hear again the next day. */
const REMIND_AFTER_HOURS = 24;

const reminderAfter = (hours: number): Duration | undefined =>
  hours === 0 ? undefined : Duration.millis(Math.round(hours * 3_600_000));

/** Defines everything `driftwatch.config.json` asks for. Needs no AWS account to synthesise. */
export class DriftMonitorStack extends Stack {
  /** The monitors, by database id. */
  readonly monitors: ReadonlyMap<string, DriftMonitor>;
  /** Where snapshots, state and reports lie. */
  readonly stateBucket: StateBucket;
  /** The topic of databases without topics of their own. Undefined when every database has some. */
  readonly alertTopic?: AlertTopic;

  private readonly config: Config;
  // Scopes of their own: a database may be called "State".
  private readonly databases = new Construct(this, "Databases");
  private readonly networks = new Construct(this, "Networks");
  private readonly imported = new Construct(this, "Imported");

  constructor(scope: Construct, id: string, props: DriftMonitorStackProps) {
    const { config, handlerDirectory, ...stackProps } = props;
    super(scope, id, {
      description: "Driftwatch: watches PostgreSQL schemas for drift",
      env: { ...(config.account && { account: config.account }), ...(config.region && { region: config.region }) },
      ...stackProps,
    });
    this.config = config;
    this.stateBucket = new StateBucket(this, "State");
    const deadLetterQueue = new DeadLetterQueue(this, "DeadLetters");
    // One role for all schedules: an account has room for a thousand, and the pattern keeps it out of every change.
    const schedulerRole = new SchedulerRole(this, "SchedulerRole", {
      functionArns: [this.functionPattern()],
      deadLetterQueue,
    });
    if (config.databases.some(({ alertTopics }) => alertTopics === undefined))
      this.alertTopic = new AlertTopic(this, "Alerts");
    const shared = { stateBucket: this.stateBucket, deadLetterQueue, schedulerRole, handlerDirectory };
    this.monitors = new Map(config.databases.map((database) => [database.id, this.addMonitor(database, shared)]));
    for (const [key, value] of Object.entries(config.tags)) Tags.of(this).add(key, value);
    new CfnOutput(this, "StateBucketName", { value: this.stateBucket.bucketName });
    if (this.alertTopic) new CfnOutput(this, "AlertTopicArn", { value: this.alertTopic.topicArn });
  }

  private addMonitor(database: Database, shared: Partial<DriftMonitorProps>): DriftMonitor {
    const monitor = new DriftMonitor(this.databases, database.id, {
      ...shared,
      ...this.network(database.vpc),
      database: this.monitoredDatabase(database),
      expected: this.expectedSnapshot(database),
      schedule: scheduler.ScheduleExpression.expression(database.schedule, TimeZone.of(database.timeZone)),
      enabled: database.enabled,
      includeSchemas: [...database.schemas.include],
      excludeSchemas: [...database.schemas.exclude],
      cluster: database.cluster,
      profiles: [...database.profiles],
      partitions: database.partitions,
      health: database.health,
      auditTable: database.auditTable,
      ledger: database.ledger,
      alertThreshold: database.alertThreshold,
      ignore: [...database.ignore],
      maintenance: [...database.maintenance],
      remindAfter: reminderAfter(database.remindAfterHours ?? REMIND_AFTER_HOURS),
      confirmAfter: database.confirmAfterSeconds ? Duration.seconds(database.confirmAfterSeconds) : undefined,
      renameThreshold: database.renameThreshold,
      functionName: functionName(this.stackName, database.id),
    });
    this.addTopics(monitor, database);
    Tags.of(monitor).add("driftwatch:database", database.id);
    new CfnOutput(monitor, "FunctionName", { value: monitor.handler.functionName });
    return monitor;
  }

  private monitoredDatabase(database: Database): MonitoredDatabase {
    const { id, secret: name, host, port, databaseName, tls } = database;
    if (name === undefined) {
      throw new DriftwatchError(
        "config-invalid",
        `${this.config.path}: database "${id}" has no secret`,
        "give its secret: deployed, nothing else leads to it",
      );
    }
    const secret = name.startsWith("arn:")
      ? secretsmanager.Secret.fromSecretCompleteArn(this.imported, `Secret-${id}`, name)
      : secretsmanager.Secret.fromSecretNameV2(this.imported, `Secret-${id}`, name);
    const caBundle = tls.ca === undefined ? undefined : this.certificates(tls.ca);
    const mode = tls.mode === "disable" ? TlsMode.DISABLE : TlsMode.VERIFY_FULL;
    return MonitoredDatabase.fromSecret(secret, { host, port, databaseName, tls: mode, caBundle });
  }

  private certificates(path: string): string {
    try {
      return readFileSync(resolve(this.config.directory, path), "utf8");
    } catch (cause) {
      throw new DriftwatchError(
        "config-invalid",
        `${this.config.path}: no certificates could be read from ${path}`,
        "correct tls.ca",
        { cause },
      );
    }
  }

  private expectedSnapshot(database: Database): ExpectedSnapshot | undefined {
    const location = expectedLocation(this.config, database);
    if (location.in === "store") return undefined;
    if (location.in === "file") return ExpectedSnapshot.fromAsset(location.path);
    const bucket = s3.Bucket.fromBucketName(this.imported, `ExpectedBucket-${database.id}`, location.bucket);
    return ExpectedSnapshot.fromBucket(bucket, location.key);
  }

  private addTopics(monitor: DriftMonitor, { alertTopics }: Database): void {
    if (alertTopics === undefined && this.alertTopic) monitor.addAlertTopic(this.alertTopic);
    for (const { arn, format } of alertTopics ?? []) {
      const known = this.imported.node.tryFindChild(arn) as sns.ITopic | undefined;
      monitor.addAlertTopic(known ?? sns.Topic.fromTopicArn(this.imported, arn, arn), { format });
    }
  }

  private network(placement: VpcPlacement | undefined): Placement | undefined {
    if (!placement) return undefined;
    const known = this.networks.node.tryFindChild(placement.id) as Network | undefined;
    return (known ?? new Network(this.networks, placement.id, placement.id)).place(placement);
  }

  private functionPattern(): string {
    return this.formatArn({
      service: "lambda",
      resource: "function",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: `${functionPrefix(this.stackName)}*`,
    });
  }
}
