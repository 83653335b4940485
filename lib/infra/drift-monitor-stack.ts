/** The stack of `driftwatch.config.json`: one monitor per database, and what they share. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  ArnFormat,
  CfnOutput,
  Duration,
  aws_kms as kms,
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
import type { DriftMonitor } from "./drift-monitor.ts";
import { DriftMonitorFleet } from "./drift-monitor-fleet.ts";
import { ExpectedSnapshot } from "./expected-snapshot.ts";
import { MonitoredDatabase, TlsMode } from "./monitored-database.ts";
import { Network, type Placement } from "./network.ts";

/** Properties of a `DriftMonitorStack`. */
export interface DriftMonitorStackProps extends StackProps {
  /** The config, as `readConfig` returns it. */
  readonly config: Config;
  /**
   * The stack that has what is shared, where this is one of several.
   * @default - this stack has it
   */
  readonly home?: DriftMonitorStack;
  /**
   * The databases of the config that this stack watches.
   * @default - all of them
   */
  readonly databases?: readonly Database[];
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

const digestOf = ({ digest }: Config): scheduler.ScheduleExpression | undefined =>
  digest === undefined ? undefined : scheduler.ScheduleExpression.expression(digest);

/** What `driftwatch.config.json` asks for, or a part of it. Needs no AWS account to synthesise. */
export class DriftMonitorStack extends Stack {
  /** The monitors, by database id. */
  readonly monitors: ReadonlyMap<string, DriftMonitor>;
  /** What the monitors share. */
  readonly fleet: DriftMonitorFleet;
  /** Where snapshots, state and reports lie. */
  readonly stateBucket: s3.IBucket;
  /** The topic of databases without topics of their own. Undefined when every database has some. */
  readonly alertTopic?: sns.ITopic;

  private readonly config: Config;
  private readonly networks = new Construct(this, "Networks");
  private readonly imported = new Construct(this, "Imported");

  constructor(scope: Construct, id: string, props: DriftMonitorStackProps) {
    const { config, handlerDirectory, home, databases = config.databases, ...stackProps } = props;
    super(scope, id, {
      description: "Driftwatch: watches PostgreSQL schemas for drift",
      env: { ...(config.account && { account: config.account }), ...(config.region && { region: config.region }) },
      ...stackProps,
    });
    this.config = config;
    // Called so, it takes no part in names: what is in it is named as if it stood in the stack itself.
    this.fleet = new DriftMonitorFleet(this, "Default", {
      handlerDirectory,
      ...(home
        ? { stateBucket: home.stateBucket, dashboard: false, accept: false }
        : {
            dashboard: config.dashboard,
            digest: digestOf(config),
            encryptionKey: this.customerKey(),
          }),
    });
    this.stateBucket = this.fleet.stateBucket;
    this.alertTopic = home ? home.alertTopic : this.ownTopic();
    this.monitors = new Map(databases.map((database) => [database.id, this.addMonitor(database)]));
    for (const [key, value] of Object.entries(config.tags)) Tags.of(this).add(key, value);
    if (!home) this.tellPeople();
    if (!home) this.tellOfAll();
  }

  private ownTopic(): AlertTopic | undefined {
    const needed = this.config.databases.some(({ alertTopics }) => alertTopics === undefined);
    return needed ? new AlertTopic(this, "Alerts", { masterKey: this.customerKey() }) : undefined;
  }

  private customerKey(): kms.IKey | undefined {
    const { encryptionKey: arn } = this.config;
    return arn === undefined ? undefined : this.importedKey(arn);
  }

  private importedKey(arn: string): kms.IKey {
    const id = `Key-${arn.replace("/", "-")}`;
    const known = this.imported.node.tryFindChild(id) as kms.IKey | undefined;
    return known ?? kms.Key.fromKeyArn(this.imported, id, arn);
  }

  /** The digest goes where the alerts of all databases go. */
  private tellOfAll(): void {
    const { digestFunction } = this.fleet;
    if (!digestFunction) return;
    if (this.alertTopic) digestFunction.addTopic(this.alertTopic);
    const topics = this.config.databases.flatMap(({ alertTopics = [] }) => alertTopics);
    for (const { arn, format } of topics) digestFunction.addTopic(this.importedTopic(arn), format);
  }

  private importedTopic(arn: string): sns.ITopic {
    const known = this.imported.node.tryFindChild(arn) as sns.ITopic | undefined;
    const keyArn = this.config.topicKeys?.[arn];
    return known ?? sns.Topic.fromTopicAttributes(this.imported, arn, { topicArn: arn, keyArn });
  }

  private tellPeople(): void {
    new CfnOutput(this, "StateBucketName", { value: this.stateBucket.bucketName });
    const { acceptFunction: accept } = this.fleet;
    if (accept) new CfnOutput(this, "AcceptFunctionName", { value: accept.handler.functionName });
    if (this.alertTopic) new CfnOutput(this, "AlertTopicArn", { value: this.alertTopic.topicArn });
  }

  private addMonitor(database: Database): DriftMonitor {
    const { drift, errors, notRunning, noVerdict } = database.alarms ?? {};
    const monitor = this.fleet.addMonitor(database.id, {
      ...this.network(database.vpc),
      database: this.monitoredDatabase(database),
      expected: this.expectedSnapshot(database),
      schedule: scheduler.ScheduleExpression.expression(database.schedule, TimeZone.of(database.timeZone)),
      enabled: database.enabled,
      checkOnDeploy: database.checkOnDeploy,
      checkOnRequest: database.checkOnRequest,
      testEvents: this.config.testEvents,
      includeSchemas: [...database.schemas.include],
      excludeSchemas: [...database.schemas.exclude],
      cluster: database.cluster,
      profiles: [...database.profiles],
      partitions: database.partitions,
      health: database.health,
      auditTable: database.auditTable,
      ledger: database.ledger,
      alertThreshold: database.alertThreshold,
      ...{ driftAlarm: drift, errorsAlarm: errors, notRunningAlarm: notRunning, noVerdictAlarm: noVerdict },
      ignore: [...database.ignore],
      maintenance: [...database.maintenance],
      remindAfter: reminderAfter(database.remindAfterHours ?? REMIND_AFTER_HOURS),
      confirmAfter: database.confirmAfterSeconds ? Duration.seconds(database.confirmAfterSeconds) : undefined,
      renameThreshold: database.renameThreshold,
    });
    this.addTopics(monitor, database);
    Tags.of(monitor).add("driftwatch:database", database.id);
    new CfnOutput(monitor, "FunctionName", { value: monitor.handler.functionName });
    return monitor;
  }

  private monitoredDatabase(database: Database): MonitoredDatabase {
    const { id, secret: name, iam, host, port, databaseName, tls } = database;
    const caBundle = tls.ca === undefined ? undefined : this.certificates(tls.ca);
    if (iam && host !== undefined) {
      const { user: iamUser, resourceId } = iam;
      return MonitoredDatabase.fromIam({ host, port, databaseName, caBundle, iamUser, resourceId });
    }
    if (name === undefined) {
      throw new DriftwatchError(
        "config-invalid",
        `${this.config.path}: database "${id}" has no secret`,
        "give its secret: deployed, nothing else leads to it",
      );
    }
    const secret = this.importedSecret(database, name);
    const mode = tls.mode === "disable" ? TlsMode.DISABLE : TlsMode.VERIFY_FULL;
    return MonitoredDatabase.fromSecret(secret, { host, port, databaseName, tls: mode, caBundle });
  }

  private importedSecret({ id, secretKey }: Database, name: string): secretsmanager.ISecret {
    const { Secret } = secretsmanager;
    const encryptionKey = secretKey === undefined ? undefined : this.importedKey(secretKey);
    const keyed = (arn: object) =>
      Secret.fromSecretAttributes(this.imported, `Secret-${id}`, { ...arn, encryptionKey });
    if (name.startsWith("arn:")) return keyed({ secretCompleteArn: name });
    if (!encryptionKey) return Secret.fromSecretNameV2(this.imported, `Secret-${id}`, name);
    const resource = { service: "secretsmanager", resource: "secret", resourceName: name };
    return keyed({ secretPartialArn: this.formatArn({ ...resource, arnFormat: ArnFormat.COLON_RESOURCE_NAME }) });
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
    const { id, expectedKey } = database;
    const encryptionKey = expectedKey === undefined ? undefined : this.importedKey(expectedKey);
    const attributes = { bucketName: location.bucket, encryptionKey };
    const bucket = s3.Bucket.fromBucketAttributes(this.imported, `ExpectedBucket-${id}`, attributes);
    return ExpectedSnapshot.fromBucket(bucket, location.key);
  }

  private addTopics(monitor: DriftMonitor, { alertTopics }: Database): void {
    if (alertTopics === undefined && this.alertTopic) monitor.addAlertTopic(this.alertTopic);
    for (const { arn, format } of alertTopics ?? []) {
      monitor.addAlertTopic(this.importedTopic(arn), { format });
    }
  }

  private network(placement: VpcPlacement | undefined): Placement | undefined {
    if (!placement) return undefined;
    const known = this.networks.node.tryFindChild(placement.id) as Network | undefined;
    return (known ?? new Network(this.networks, placement.id, placement.id)).place(placement);
  }
}
