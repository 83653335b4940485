/** What a role may do with customer keys. */

import { aws_iam as iam, type aws_kms as kms, Stack, type aws_sqs as sqs } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { acknowledgeWildcards } from "./acknowledged.ts";
import { allow } from "./statement.ts";

/** Whom a key is used by, such as `{ service: "sqs", region: "eu-west-1" }`. */
export interface KeyUser {
  readonly service: string;
  readonly region: string;
}

/** The use of a key: at another's hands alone, where `by` says whose. */
export function useOfKey(sid: string, actions: string[], key: kms.IKey, by?: KeyUser): iam.PolicyStatement {
  const arn = keyArn(key);
  return new iam.PolicyStatement({
    ...{ sid, actions, resources: [arn ?? everyKey(key)] },
    conditions: {
      ...(by && { StringEquals: { "kms:ViaService": `${by.service}.${by.region}.amazonaws.com` } }),
      // An alias in a policy's resource grants nothing: KMS looks for the key that is behind it.
      ...(arn === undefined && { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [key.keyId] } }),
    },
  });
}

/** The use of a key as its owner grants it to a service of theirs: only an alias needs to be told whose hands. */
export const useOfOwnKey = (sid: string, actions: string[], key: kms.IKey, by: KeyUser): iam.PolicyStatement =>
  useOfKey(sid, actions, key, keyArn(key) === undefined ? by : undefined);

/** ARN of the key; undefined of an alias that was imported, behind which is nobody knows which. */
export function keyArn(key: kms.IKey | kms.IAlias): string | undefined {
  if (!("aliasName" in key)) return key.keyArn;
  try {
    return key.aliasTargetKey.keyArn;
  } catch {
    return undefined;
  }
}

/** To put what failed into a queue, which SQS may encrypt with a key of somebody's. */
export function keepStatements(sid: string, queue: sqs.IQueue): iam.PolicyStatement[] {
  const { encryptionMasterKey: key, env } = queue;
  const by = { service: "sqs", region: env.region };
  return [
    allow(sid, ["sqs:SendMessage"], [queue.queueArn]),
    ...(key ? [useOfKey("EncryptKept", ["kms:Decrypt", "kms:GenerateDataKey"], key, by)] : []),
  ];
}

/** Any key that has the alias: no narrower resource leads to it. */
export function acknowledgeAliases(role: Construct, statements: readonly iam.PolicyStatement[]): void {
  const patterns = statements.flatMap(({ resources }) => resources).filter((arn) => arn.endsWith(":key/*"));
  acknowledgeWildcards(role, patterns, "the key that has the alias, and no other: the condition says so");
}

const everyKey = (key: kms.IKey): string =>
  Stack.of(key).formatArn({ service: "kms", resource: "key", resourceName: "*" });
