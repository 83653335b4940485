/** How a target is logged into on AWS: with what its secret says, or by IAM. */

import type { CredentialsSource } from "../monitor/ports.ts";
import { iamCredentials } from "./iam-token.ts";
import { secretsManagerCredentials } from "./secrets.ts";

export function awsCredentials(
  secret: CredentialsSource = secretsManagerCredentials(),
  iam: CredentialsSource = iamCredentials(),
): CredentialsSource {
  return { read: (target, fresh) => (target.iam ? iam : secret).read(target, fresh) };
}
