/** Many monitors, and what they share. */

import {
  ArnFormat,
  aws_ec2 as ec2,
  type aws_iam as iam,
  type aws_kms as kms,
  Stack,
  type aws_s3 as s3,
  type aws_scheduler as scheduler,
  type aws_sns as sns,
  type aws_sqs as sqs,
  Token,
} from "aws-cdk-lib";
import { Construct } from "constructs";
import { DriftwatchError } from "../core/errors.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { DriftMonitor } from "./drift-monitor.ts";
import type { AlertTopicOptions, DriftMonitorOptions } from "./drift-monitor-props.ts";
import { FleetDashboard } from "./fleet-dashboard.ts";
import { AcceptFunction, DigestFunction } from "./fleet-function.ts";
import { checkedPrefix, functionName, functionPrefix, nameOfStack } from "./function-name.ts";
import { SchedulerRole } from "./scheduler-role.ts";
import { StateBucket } from "./state-bucket.ts";

/** Properties of a `DriftMonitorFleet`. */
export interface DriftMonitorFleetProps {
  /**
   * Bucket for snapshots, state and reports of all databases. It should be versioned.
   * @default - a new `StateBucket`
   */
  readonly stateBucket?: s3.IBucket;
  /**
   * Customer key for a new state bucket.
   * @default - S3's own keys (SSE-S3)
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Queue for checks that were not delivered or failed every attempt.
   * @default - a new `DeadLetterQueue`
   */
  readonly deadLetterQueue?: sqs.IQueue;
  /**
   * Topics for the alerts and alarms of every monitor. More, in other formats, by `addAlertTopic`.
   * @default - none
   */
  readonly alertTopics?: sns.ITopic[];
  /**
   * What the names of the functions begin with: letters, digits, hyphens and underscores, unique in account and region.
   * Of more than 30 characters the end gives way to a digest.
   * @default - the name of the stack
   */
  readonly functionNamePrefix?: string;
  /**
   * Whether a dashboard shows the fleet. An account has three for nothing; each further one has a price.
   * @default true
   */
  readonly dashboard?: boolean;
  /**
   * Whether a function accepts observed schemas, for whoever `grantAccept` lets invoke it.
   * @default true
   */
  readonly accept?: boolean;
  /**
   * When all databases are told of at once, grouped by their schema. Topics are those of the fleet.
   * @default - never
   */
  readonly digest?: scheduler.ScheduleExpression;
  /**
   * Directory of the built functions.
   * @default - those that come with this package
   */
  readonly handlerDirectory?: string;
}

/** Options of a monitor of a fleet. */
export interface FleetMonitorOptions extends DriftMonitorOptions {}

/** One bucket, one queue, one role of the scheduler, one security group per VPC, for any number of monitors. */
export class DriftMonitorFleet extends Construct {
  /** Where snapshots, state and reports lie. */
  readonly stateBucket: s3.IBucket;
  /** Where checks end that were not delivered or failed every attempt. */
  readonly deadLetterQueue: sqs.IQueue;
  /** The dashboard. Undefined when switched off. */
  readonly dashboard?: FleetDashboard;

  /** What accepts observed schemas. Undefined when switched off. */
  readonly acceptFunction?: AcceptFunction;
  /** What tells of all databases at once. Undefined unless asked for. */
  readonly digestFunction?: DigestFunction;

  private readonly props: DriftMonitorFleetProps;
  private readonly prefix: string;
  private readonly schedulerRole: SchedulerRole;
  private readonly topics: { readonly topic: sns.ITopic; readonly options: AlertTopicOptions }[] = [];
  private readonly made: DriftMonitor[] = [];
  private readonly groups = new Map<string, ec2.ISecurityGroup>();
  // A scope of their own: a database may be called "State".
  private readonly databases: Construct;

  constructor(scope: Construct, id: string, props: DriftMonitorFleetProps = {}) {
    super(scope, id);
    this.props = props;
    this.prefix = this.ownPrefix(checkedPrefix(props.functionNamePrefix ?? nameOfStack(Stack.of(this)), this));
    this.databases = new Construct(this, "Databases");
    const { encryptionKey } = props;
    this.stateBucket = props.stateBucket ?? new StateBucket(this, "State", { encryptionKey });
    this.deadLetterQueue = props.deadLetterQueue ?? new DeadLetterQueue(this, "DeadLetters");
    // One role for all schedules: an account has room for a thousand, and the pattern keeps it out of every change.
    this.schedulerRole = new SchedulerRole(this, "SchedulerRole", {
      functionArns: [this.functionPattern()],
      deadLetterQueue: this.deadLetterQueue,
    });
    if (props.dashboard ?? true) {
      this.dashboard = new FleetDashboard(this, "Dashboard", {
        dashboardName: this.prefix,
        functionPrefix: functionPrefix(this.prefix),
      });
    }
    this.acceptFunction = this.createAccept(props);
    this.digestFunction = this.createDigest(props);
    for (const topic of props.alertTopics ?? []) this.addAlertTopic(topic);
  }

  /** Lets `grantee` accept observed schemas. */
  grantAccept(grantee: iam.IGrantable): iam.Grant {
    if (this.acceptFunction) return this.acceptFunction.grantAccept(grantee);
    throw new DriftwatchError("bad-argument", "this fleet has no function that accepts", "leave `accept` out");
  }

  /** The monitors, in the order in which they were added. */
  get monitors(): readonly DriftMonitor[] {
    return this.made;
  }

  /**
   * Watches one more database.
   * @param id of the construct, and of the database unless `databaseId` says otherwise
   */
  addMonitor(id: string, options: FleetMonitorOptions): DriftMonitor {
    const { stateBucket, deadLetterQueue, schedulerRole } = this;
    const { handlerDirectory } = this.props;
    const name = options.functionName ?? functionName(this.prefix, knownId(options.databaseId, id));
    const monitor = new DriftMonitor(this.databases, id, {
      ...{ stateBucket, deadLetterQueue, schedulerRole, handlerDirectory },
      ...options,
      functionName: name,
      securityGroups: options.securityGroups ?? (options.vpc && [this.groupIn(options.vpc)]),
    });
    // The pattern covers the names that are given here, and no other.
    if (!name.startsWith(functionPrefix(this.prefix))) schedulerRole.allowInvoking(this.functionArn(name));
    for (const { topic, options: served } of this.topics) monitor.addAlertTopic(topic, served);
    this.made.push(monitor);
    return monitor;
  }

  /** Publishes the alerts and alarms of every monitor, those to come as well, to one more topic. */
  addAlertTopic(topic: sns.ITopic, options: AlertTopicOptions = {}): void {
    this.topics.push({ topic, options });
    this.digestFunction?.addTopic(topic, options.format);
    for (const monitor of this.made) monitor.addAlertTopic(topic, options);
  }

  /** What two fleets call alike, CloudFormation would refuse in the middle of a deployment. */
  private ownPrefix(prefix: string): string {
    const others = this.outermostStack()
      .node.findAll()
      .filter((it) => it instanceof DriftMonitorFleet && it !== this) as DriftMonitorFleet[];
    // One whose own making failed has no prefix.
    const same = others.find((it) => it.prefix && functionPrefix(it.prefix) === functionPrefix(prefix));
    if (!same) return prefix;
    const got = `the functions of ${this.node.path} and of ${same.node.path} would have the same names`;
    throw new DriftwatchError("bad-argument", got, "give one of the fleets a functionNamePrefix of its own");
  }

  private outermostStack(): Stack {
    let stack = Stack.of(this);
    while (stack.nestedStackParent) stack = stack.nestedStackParent;
    return stack;
  }

  private createAccept({ accept = true, handlerDirectory }: DriftMonitorFleetProps): AcceptFunction | undefined {
    if (!accept) return undefined;
    const functionName = this.ownName("Accept");
    return new AcceptFunction(this, "Accept", { stateBucket: this.stateBucket, functionName, handlerDirectory });
  }

  private createDigest({ digest: schedule, handlerDirectory }: DriftMonitorFleetProps): DigestFunction | undefined {
    if (!schedule) return undefined;
    const functionName = this.ownName("Digest");
    const { stateBucket, deadLetterQueue } = this;
    const functionArns = [this.functionArn(functionName)];
    const schedulerRole = new SchedulerRole(this, "DigestRole", { functionArns, deadLetterQueue });
    return new DigestFunction(this, "Digest", {
      ...{ stateBucket, deadLetterQueue, schedulerRole, functionName, schedule, handlerDirectory },
    });
  }

  /** Not a name that the scheduler's pattern covers: no schedule may accept anything. */
  private ownName(what: string): string {
    return `${functionPrefix(this.prefix).slice(0, -1)}${what}`;
  }

  /** Lambda makes its network interfaces per subnet and set of groups, 250 to a VPC: a group per function runs out. */
  private groupIn(vpc: ec2.IVpc): ec2.ISecurityGroup {
    const known = this.groups.get(vpc.node.addr);
    const group =
      known ?? new ec2.SecurityGroup(this, `Functions-${vpc.node.addr}`, { vpc, description: "Driftwatch checks" });
    this.groups.set(vpc.node.addr, group);
    return group;
  }

  private functionPattern(): string {
    return this.functionArn(`${functionPrefix(this.prefix)}*`);
  }

  private functionArn(resourceName: string): string {
    return Stack.of(this).formatArn({
      service: "lambda",
      resource: "function",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName,
    });
  }
}

/** A name with an end that CloudFormation fills in could not be cut. */
const knownId = (databaseId: string | undefined, id: string): string =>
  databaseId === undefined || Token.isUnresolved(databaseId) ? id : databaseId;
