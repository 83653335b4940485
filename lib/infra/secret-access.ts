/** The secret with a login: how the function names it, and what it needs to read it. */

import { type aws_iam as iam, Stack, type aws_secretsmanager as secretsmanager } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { acknowledgeWildcards } from "./acknowledged.ts";
import { useOfKey } from "./key-use.ts";
import { allow } from "./statement.ts";

/** By its name alone a function looks for a secret in its own account and region. */
export function secretId(scope: Construct, secret: secretsmanager.ISecret): string {
  const { account, region } = Stack.of(scope);
  // CDK takes six characters behind a hyphen off the end of an ARN, though they may belong to the name.
  const isWhole = secret.secretArn.endsWith(`:${secret.secretName}`);
  const isHere = secret.env.account === account && secret.env.region === region && isWhole;
  return secret.secretFullArn ?? (isHere ? secret.secretName : secret.secretArn);
}

export function secretStatements(secret: secretsmanager.ISecret): iam.PolicyStatement[] {
  const read = allow("ReadSecret", ["secretsmanager:GetSecretValue"], [secretArn(secret)]);
  const { encryptionKey: key, env } = secret;
  if (!key) return [read];
  return [read, useOfKey("DecryptSecret", ["kms:Decrypt"], key, { service: "secretsmanager", region: env.region })];
}

export function acknowledgeSecret(role: Construct, secret: secretsmanager.ISecret): void {
  const named = secret.secretFullArn ? [] : [secretArn(secret)];
  acknowledgeWildcards(role, named, "Secrets Manager ends ARNs with six characters that nobody knows at synth time");
}

/** A secret known by name alone: Secrets Manager ends its ARN with six characters nobody knows at synth time. */
const secretArn = (secret: secretsmanager.ISecret): string => secret.secretFullArn ?? `${secret.secretArn}-??????`;
