/** Credentials from Secrets Manager. */

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { CredentialsSource, Login } from "../monitor/ports.ts";
import { clientOptions, regionOf } from "./client-options.ts";
import { commonRemedy, nameOf } from "./failure.ts";
import { parseSecret, type Secret } from "./secret-value.ts";

export interface SecretsOptions {
  /**
   * The client for a region; undefined is the one we run in.
   * @default - a new one for each region
   */
  readonly clientFor?: (region: string | undefined) => SecretsManagerClient;
  /**
   * How long a secret is kept, in milliseconds.
   * @default 180000
   */
  readonly keepMs?: number;
  /** @default Date.now */
  readonly now?: () => number;
}

/** Reads the secret a target names; what the target itself says of host, port and database wins. */
export function secretsManagerCredentials(options: SecretsOptions = {}): CredentialsSource {
  const { keepMs = 180_000, now = Date.now } = options;
  const clientFor = options.clientFor ?? ownClients();
  const kept = new Map<string, { readonly secret: Secret; readonly until: number }>();
  return {
    async read(target, fresh) {
      const name = secretOf(target);
      const known = kept.get(name);
      if (!fresh && known && now() < known.until) return loginOf(target, name, known.secret);
      const secret = parseSecret(await fetchSecret(clientFor(regionOf(name)), name), name);
      kept.set(name, { secret, until: now() + keepMs });
      return loginOf(target, name, secret);
    },
  };
}

function ownClients(): (region: string | undefined) => SecretsManagerClient {
  const clients = new Map<string | undefined, SecretsManagerClient>();
  return (region) => {
    const client = clients.get(region) ?? new SecretsManagerClient(clientOptions(region));
    clients.set(region, client);
    return client;
  };
}

function secretOf({ id, secret }: Target): string {
  if (secret !== undefined) return secret;
  throw new DriftwatchError("credentials-missing", `database ${id} names no secret`, "give its secret in the config");
}

async function fetchSecret(client: SecretsManagerClient, name: string): Promise<string> {
  let text: string | undefined;
  try {
    // The stage is said, though it is the default: some emulators get the default wrong after a rotation.
    const answer = await client.send(new GetSecretValueCommand({ SecretId: name, VersionStage: "AWSCURRENT" }));
    text = answer.SecretString;
  } catch (error) {
    // No cause and no words of the service: nothing that stands beside a secret goes into an error.
    const problem = `secret ${name} could not be read: ${nameOf(error)}`;
    throw new DriftwatchError("secret-unreadable", problem, remedyFor(error));
  }
  if (text !== undefined) return text;
  throw new DriftwatchError("secret-malformed", `secret ${name} is binary`, "store it as JSON text");
}

function remedyFor(error: unknown): string {
  switch (nameOf(error)) {
    case "ResourceNotFoundException":
      return "check its name or ARN, and the region";
    case "AccessDeniedException":
      return "allow secretsmanager:GetSecretValue on it, and kms:Decrypt on its key if that is a key of your own";
    case "DecryptionFailure":
    case "KMSAccessDeniedException":
      return "allow kms:Decrypt on the key it is encrypted with";
    case "InvalidRequestException":
      return "check whether it is scheduled for deletion";
    default:
      return commonRemedy(error, "Secrets Manager") ?? "check its name or ARN, and what the role may do";
  }
}

function loginOf(target: Target, name: string, secret: Secret): Login {
  const host = target.host ?? secret.host;
  if (host === undefined) {
    throw new DriftwatchError(
      "secret-malformed",
      `secret ${name} has no field "host"`,
      `give the host of database ${target.id} in the config: secrets made by RDS hold user and password only`,
    );
  }
  const { mode, ca } = target.tls;
  return {
    host,
    port: target.port ?? secret.port ?? 5432,
    database: target.databaseName ?? secret.dbname ?? "postgres",
    user: secret.username,
    password: secret.password,
    tls: { mode, ...(ca === undefined ? {} : { ca }) },
  };
}
