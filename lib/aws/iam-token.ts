/** Login by IAM: a token that is signed here and checked by RDS stands where the password would. */

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { CredentialsSource, Login } from "../monitor/ports.ts";
import { clientOptions } from "./client-options.ts";
import { commonRemedy, nameOf } from "./failure.ts";

/** Who signs, and where. */
export type Signer = Pick<SecretsManagerClient["config"], "credentials" | "region" | "sha256">;

/** What RDS takes; a connection that is there outlives it. */
const LIFETIME_SECONDS = 900;

/** Asks nobody: signing takes no network, so a VPC needs no endpoint for it. */
export function iamCredentials(signerOf: () => Signer = ownSigner, now?: () => Date): CredentialsSource {
  let signer: Signer | undefined;
  return {
    async read(target) {
      signer ??= signerOf();
      const login = loginOf(target);
      return { ...login, password: await tokenFor(login, signer, now?.()) };
    },
  };
}

/** What signs is the same for every service, and is taken from a client that is there anyway. */
const ownSigner = (): Signer => new SecretsManagerClient(clientOptions()).config;

function loginOf({ id, iam, host, port = 5432, databaseName = "postgres", tls }: Target): Omit<Login, "password"> {
  if (!iam || host === undefined) {
    const remedy = "give iam.user and host in the config";
    throw new DriftwatchError("credentials-missing", `database ${id} has no user and host for a login by IAM`, remedy);
  }
  const { mode, ca } = tls;
  return {
    host,
    port,
    database: databaseName,
    user: iam.user,
    iam: true,
    tls: { mode, ...(ca === undefined ? {} : { ca }) },
  };
}

async function tokenFor({ host, port, user }: Omit<Login, "password">, signer: Signer, at?: Date): Promise<string> {
  try {
    const { credentials, sha256 } = signer;
    const signature = new SignatureV4({ service: "rds-db", region: signer.region, credentials, sha256 });
    const authority = `${host}:${port}`;
    const { query = {} } = await signature.presign(
      {
        ...{ method: "GET", protocol: "https:", hostname: host, port, path: "/", headers: { host: authority } },
        query: { Action: "connect", DBUser: user },
      },
      { expiresIn: LIFETIME_SECONDS, ...(at && { signingDate: at }) },
    );
    const parameters = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
    return `${authority}/?${parameters.map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`).join("&")}`;
  } catch (error) {
    const remedy = commonRemedy(error, "IAM") ?? "give AWS credentials that may sign: a role, or a profile";
    throw new DriftwatchError("credentials-missing", `no token could be signed for ${user}: ${nameOf(error)}`, remedy);
  }
}

/** As signatures are made: what encodeURIComponent leaves as it is does not stay. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
