/** What of AWS commands ask beside S3. The SDK is loaded when they do, and not before. */

import type { TopicProbe } from "../monitor/doctor.ts";
import type { CredentialsSource } from "../monitor/ports.ts";
import { quieten } from "./s3.ts";

export async function deployedCredentials(): Promise<CredentialsSource> {
  quieten();
  return (await import("../aws/credentials.ts")).awsCredentials();
}

export const topicProbe: TopicProbe = {
  async subscriptions(arn) {
    quieten();
    return (await import("../aws/topic-probe.ts")).subscriptions(arn);
  },
};
