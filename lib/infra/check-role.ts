/** What the check function may do, statement by statement. */

import type { aws_secretsmanager as secretsmanager } from "aws-cdk-lib";
import {
  ArnFormat,
  aws_iam as iam,
  type aws_logs as logs,
  Stack,
  type aws_s3 as s3,
  type aws_sns as sns,
  type aws_sqs as sqs,
} from "aws-cdk-lib";
import type { Construct } from "constructs";
import { SHARED_PREFIX, storageKeys } from "../config/storage.ts";
import { acknowledgeWildcards } from "./acknowledged.ts";
import { acknowledgeAliases, keepStatements, keyArn, useOfKey, useOfOwnKey } from "./key-use.ts";
import { acknowledgeSecret, secretStatements } from "./secret-access.ts";
import { allow, listStatement } from "./statement.ts";

const USES = ["kms:Decrypt", "kms:GenerateDataKey"];

/** Properties of a `CheckRole`. */
export interface CheckRoleProps {
  readonly databaseId: string;
  /**
   * The secret with the login.
   * @default - the login is by IAM
   */
  readonly secret?: secretsmanager.ISecret;
  /**
   * Who logs in by IAM, and the resource id of where.
   * @default - the login is by the secret
   */
  readonly iam?: { readonly user: string; readonly resourceId: string };
  readonly stateBucket: s3.IBucket;
  readonly logGroup: logs.ILogGroup;
  readonly deadLetterQueue: sqs.IQueue;
  /** What the expected snapshot needs, see `ExpectedSnapshot.bind`. */
  readonly expected: readonly iam.PolicyStatement[];
  /** Whether the function runs in a VPC. */
  readonly inVpc: boolean;
}

/**
 * The role of one check function: its own logs, its own secret, its own prefix of the state bucket, its topics. No
 * managed policy, and no grant methods: those of CDK give more than is needed here (whole buckets, `kms:ReEncrypt*`).
 */
export class CheckRole extends iam.Role {
  private readonly policy: iam.PolicyDocument;
  private readonly publishing = allow("PublishAlerts", ["sns:Publish"], []);
  private readonly encrypting = allow("EncryptAlerts", USES, []);
  private aliases = 0;

  constructor(scope: Construct, id: string, props: CheckRoleProps) {
    const statements = [
      allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [props.logGroup.logGroupArn]),
      ...keepStatements("KeepFailures", props.deadLetterQueue),
      ...(props.secret ? secretStatements(props.secret) : []),
      ...(props.iam ? [connectStatement(Stack.of(scope), props.iam)] : []),
      ...stateStatements(props.stateBucket, props.databaseId),
      ...props.expected,
      ...(props.inVpc ? [networkStatement()] : []),
    ];
    const policy = new iam.PolicyDocument({ statements });
    super(scope, id, {
      description: `Driftwatch check of ${props.databaseId}`,
      assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { Check: policy },
    });
    this.policy = policy;
    this.acknowledgeFor(props);
    acknowledgeAliases(this, statements);
  }

  /** Lets alerts be published to a topic. */
  allowPublishing({ topicArn, masterKey: key, env }: sns.ITopic): void {
    this.extend(this.publishing, topicArn);
    if (!key) return;
    const arn = keyArn(key);
    if (arn !== undefined) {
      this.extend(this.encrypting, arn);
      return;
    }
    this.aliases += 1;
    const use = useOfKey(`EncryptAlerts${this.aliases}`, USES, key, { service: "sns", region: env.region });
    this.policy.addStatements(use);
    acknowledgeAliases(this, [use]);
  }

  private acknowledgeFor({ stateBucket, databaseId, secret, inVpc }: CheckRoleProps): void {
    const own = [`${storageKeys(databaseId).prefix}*`, `${SHARED_PREFIX}*`].map((key) =>
      stateBucket.arnForObjects(key),
    );
    acknowledgeWildcards(this, own, "the database's own objects, and what all databases share");
    if (secret) acknowledgeSecret(this, secret);
    if (inVpc) acknowledgeWildcards(this, ["*"], "EC2 knows no narrower resource for an interface that is yet to be");
  }

  private extend(statement: iam.PolicyStatement, resource: string): void {
    if (statement.resources.length === 0) this.policy.addStatements(statement);
    statement.addResources(resource);
  }
}

const connectStatement = (stack: Stack, { user, resourceId }: { user: string; resourceId: string }) =>
  allow(
    "LogIn",
    ["rds-db:connect"],
    [
      stack.formatArn({
        ...{ service: "rds-db", resource: "dbuser", resourceName: `${resourceId}/${user}` },
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  );

function stateStatements(bucket: s3.IBucket, databaseId: string): iam.PolicyStatement[] {
  const { prefix, expected } = storageKeys(databaseId);
  const key = bucket.encryptionKey;
  return [
    allow("UseOwnState", ["s3:GetObject", "s3:PutObject"], [bucket.arnForObjects(`${prefix}*`)]),
    // Two names of one physical database are seen by what all of them write down.
    allow("ShareWithOthers", ["s3:GetObject", "s3:PutObject"], [bucket.arnForObjects(`${SHARED_PREFIX}*`)]),
    listStatement("SeeShared", bucket, `${SHARED_PREFIX}*`),
    // What finds drift must not be able to declare it expected, whatever is granted to this role elsewhere.
    new iam.PolicyStatement({
      sid: "NeverAccept",
      effect: iam.Effect.DENY,
      actions: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      resources: [bucket.arnForObjects(expected)],
    }),
    listStatement("SeeOwnState", bucket, `${prefix}*`),
    ...(key ? [useOfOwnKey("UseStateKey", USES, key, { service: "s3", region: bucket.env.region })] : []),
  ];
}

/** Lambda makes the network interface in the role's name. EC2 knows no narrower resource for one that is yet to be. */
const networkStatement = (): iam.PolicyStatement =>
  allow(
    "JoinVpc",
    [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ],
    ["*"],
  );
