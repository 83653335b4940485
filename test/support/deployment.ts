/** The app deployed by the CDK, and a subscriber to its alerts. */

import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Moto, REGION } from "./moto.ts";

export interface Deployment {
  readonly bucket: string;
  readonly topic: string;
  /** What was deployed, as the CDK wrote it. */
  readonly template: object;
  /** Of the functions that check, by database, and of the one that accepts. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
}

/** As the Lambda API tells it. */
export interface DeployedFunction {
  readonly runtime: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Deploys the app of a config with these databases.
 * @param directory for what the CDK writes
 */
export async function deployApp(
  moto: Moto,
  directory: string,
  databases: readonly { readonly id: string; readonly [field: string]: unknown }[],
): Promise<Deployment> {
  const config = join(directory, "driftwatch.config.json");
  writeFileSync(config, JSON.stringify({ databases }));
  const outputs = join(directory, "outputs.json");
  const env = {
    ...process.env,
    ...moto.env,
    // The CDK's own services know this emulator by the name localhost, and by no address.
    AWS_ENDPOINT_URL: `http://localhost:${moto.port}`,
    DRIFTWATCH_CONFIG: config,
    CDK_VALIDATION: "false",
    CI: "true",
  };
  const cdk = (...args: string[]) =>
    promisify(execFile)("npx", ["--no-install", "cdk", ...args, "--output", join(directory, "cdk.out")], { env });
  await cdk("bootstrap", `aws://123456789012/${REGION}`);
  // Without a change set: the emulator forgets the outputs of one.
  await cdk("deploy", "--method", "direct", "--require-approval", "never", "--outputs-file", outputs);
  const { Driftwatch } = JSON.parse(readFileSync(outputs, "utf8")) as { Driftwatch: Record<string, string> };
  const output = (name: string) => Object.entries(Driftwatch).find(([key]) => key.startsWith(name))?.[1] ?? "";
  const names = [
    ...databases.map(({ id }) => [id, output(`Databases${id}FunctionName`)] as const),
    ["accept", output("AcceptFunctionName")] as const,
  ];
  return {
    bucket: output("StateBucketName"),
    topic: output("AlertTopicArn"),
    template: JSON.parse(readFileSync(join(directory, "cdk.out/Driftwatch.template.json"), "utf8")) as object,
    functions: new Map(await Promise.all(names.map(async ([id, name]) => [id, await functionOf(moto, name)] as const))),
  };
}

/** Emulators read the service from the credential's scope, and check no signature. */
async function functionOf(moto: Moto, name: string): Promise<DeployedFunction> {
  const authorization = `AWS4-HMAC-SHA256 Credential=testing/20260101/${REGION}/lambda/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await fetch(`${moto.env.AWS_ENDPOINT_URL}/2015-03-31/functions/${name}`, {
    headers: { authorization },
  });
  const { Configuration } = (await answer.json()) as {
    Configuration: { Runtime: string; Environment: { Variables: Record<string, string> } };
  };
  return { runtime: Configuration.Runtime, environment: Configuration.Environment.Variables };
}

export interface Delivered {
  readonly subject: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Subscribes a queue to a topic; returns what takes all alerts that have arrived since it was last asked.
 * @param filter a filter policy on the attributes of messages
 */
export async function subscribe(
  moto: Moto,
  topic: string,
  queue = "on-call",
  filter?: object,
): Promise<() => Promise<Delivered[]>> {
  const sqs = moto.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queue }));
  const Endpoint = `arn:aws:sqs:${REGION}:123456789012:${queue}`;
  const Attributes = filter && { FilterPolicy: JSON.stringify(filter) };
  await moto
    .client(SNSClient)
    .send(new SubscribeCommand({ TopicArn: topic, Protocol: "sqs", Endpoint, ...(Attributes && { Attributes }) }));
  return async () => {
    const taken: Delivered[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return taken;
      for (const { Body = "", ReceiptHandle } of Messages) {
        taken.push(delivered(Body));
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };
}

/** What SNS puts around a message to a queue. */
interface Envelope {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly Value: string }>>;
}

function delivered(body: string): Delivered {
  const { Subject: subject, Message: message, MessageAttributes } = JSON.parse(body) as Envelope;
  const attributes = Object.fromEntries(Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]));
  return { subject, message, attributes };
}
