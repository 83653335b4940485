/** One synthesis: the app of a config with so many databases, or as many of the same resources by the CDK alone. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  App,
  aws_cloudwatch as cloudwatch,
  Duration,
  aws_iam as iam,
  aws_lambda as lambda,
  aws_logs as logs,
  Stack,
  aws_s3 as s3,
  aws_scheduler as scheduler,
} from "aws-cdk-lib";
import { parseConfig } from "../../lib/config/config-file.ts";
import { driftMonitorStacks } from "../../lib/infra/stacks.ts";

const [what, count, folder = ""] = process.argv.slice(2);
const databases = Number(count);
const PER_STACK = 50;
const shards = Math.max(1, Math.ceil(databases / (PER_STACK * 0.8)));
const handlerDirectory = join(folder, "handler");
mkdirSync(handlerDirectory, { recursive: true });
writeFileSync(join(handlerDirectory, "index.mjs"), "export const handler = () => undefined;\n");
const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "../../cdk.json"), "utf8")) as {
  context: Record<string, unknown>;
};

/** What a database costs in the first: a role, a log group, a function, how it is invoked, a schedule, two alarms. */
function bare(app: App): void {
  for (let shard = 0; shard < shards; shard++) {
    const stack = new Stack(app, `Bare-${shard + 1}`);
    const bucket = new s3.Bucket(stack, "State");
    const starter = new iam.Role(stack, "Starter", { assumedBy: new iam.ServicePrincipal("scheduler.amazonaws.com") });
    for (let n = shard; n < databases; n += shards) watched(stack, `db${n}`, bucket, starter);
  }
}

function watched(stack: Stack, id: string, bucket: s3.IBucket, starter: iam.IRole): void {
  const logGroup = new logs.LogGroup(stack, `${id}Logs`);
  const role = new iam.Role(stack, `${id}Role`, {
    assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: {
      Check: new iam.PolicyDocument({
        statements: ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "secretsmanager:GetSecretValue"].map(
          (action) => new iam.PolicyStatement({ actions: [action], resources: [bucket.arnForObjects(`${id}/*`)] }),
        ),
      }),
    },
  });
  const handler = new lambda.Function(stack, `${id}Handler`, {
    code: lambda.Code.fromAsset(handlerDirectory),
    handler: "index.handler",
    runtime: lambda.Runtime.NODEJS_24_X,
    ...{ role, logGroup, environment: { TARGET: JSON.stringify({ id }), BUCKET: bucket.bucketName } },
    retryAttempts: 2,
  });
  new scheduler.Schedule(stack, `${id}Schedule`, {
    schedule: scheduler.ScheduleExpression.rate(Duration.days(1)),
    target: { bind: () => ({ arn: handler.functionArn, role: starter }) },
  });
  for (const metric of [handler.metricErrors(), handler.metricInvocations()])
    new cloudwatch.Alarm(stack, `${id}${metric.metricName}`, { metric, threshold: 1, evaluationPeriods: 1 });
}

function ours(app: App): void {
  const ids = Array.from({ length: databases }, (_, n) => ({ id: `db${n}`, secret: `prod/db${n}` }));
  const config = parseConfig(JSON.stringify({ shards, databases: ids }), "driftwatch.config.json");
  driftMonitorStacks(app, { config, handlerDirectory });
}

const before = process.cpuUsage();
const app = new App({ context, outdir: join(folder, "out"), autoSynth: false });
if (what === "our app") ours(app);
else bare(app);
const { stacks } = app.synth();
const { user, system } = process.cpuUsage(before);
const resources = stacks.reduce((sum, { template }) => sum + Object.keys(template.Resources).length, 0);
console.log(JSON.stringify({ resources, processor: (user + system) / 1_000 }));
