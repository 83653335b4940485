/** What any function needs that does what the Lambda does: the clients and their commands, and nothing of ours. */

import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import pg from "pg";

export const clients = [new S3Client({}), new SecretsManagerClient({}), new SNSClient({}), new pg.Client()];
export const commands = [
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  GetSecretValueCommand,
  GetTopicAttributesCommand,
  PublishCommand,
];
