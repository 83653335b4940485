/** Login by IAM: the token is what AWS's own signer (@aws-sdk/rds-signer 3.1169.0) makes of the same. */

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { awsCredentials } from "../../lib/aws/credentials.ts";
import { iamCredentials, type Signer } from "../../lib/aws/iam-token.ts";
import type { DriftwatchError } from "../../lib/core/errors.ts";
import { aTarget } from "../support/target.ts";

const HOST = "orders.abc123.eu-west-1.rds.amazonaws.com";
const KEY = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "tok/en+1==",
};
const signer = (): Signer => new SecretsManagerClient({ region: "eu-west-1", credentials: KEY }).config;
const noon = () => new Date("2026-11-28T12:00:00Z");
const target = aTarget({ host: HOST, databaseName: "orders", iam: { user: "drift'watch (ro)" } });

describe("login by IAM", () => {
  it("has a token for a password", async () => {
    const login = await iamCredentials(signer, noon).read(target, false);
    expect(login).toEqual({
      ...{ host: HOST, port: 5432, database: "orders", user: "drift'watch (ro)", tls: { mode: "verify-full" } },
      iam: true,
      password: `${HOST}:5432/?Action=connect&DBUser=drift%27watch%20%28ro%29&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261128%2Feu-west-1%2Frds-db%2Faws4_request&X-Amz-Date=20261128T120000Z&X-Amz-Expires=900&X-Amz-Security-Token=tok%2Fen%2B1%3D%3D&X-Amz-Signature=e453c07d073ef8c18ecfd84822bd668eca3baaa48357de647b9685970d5a3dea&X-Amz-SignedHeaders=host`,
    });
  });

  it("is chosen by the target", async () => {
    const secret = { read: async () => expect.unreachable("the secret was read") };
    const credentials = awsCredentials(secret, iamCredentials(signer, noon));
    expect((await credentials.read(target, false)).user).toBe("drift'watch (ro)");
    const other = { read: async () => expect.unreachable("a token was signed") };
    const login = { host: "h", port: 1, database: "d", user: "u", tls: { mode: "disable" } } as const;
    expect(await awsCredentials({ read: async () => login }, other).read(aTarget({ secret: "s" }), false)).toBe(login);
  });

  it("says in one line when it cannot sign, and never with what", async () => {
    const failing = (): Signer => ({ ...signer(), credentials: () => Promise.reject(new Error(KEY.secretAccessKey)) });
    const error = await iamCredentials(failing, noon)
      .read(target, false)
      .catch((thrown: DriftwatchError) => thrown);
    expect(error).toMatchObject({
      code: "credentials-missing",
      message: expect.stringMatching(/no token could be signed/),
    });
    expect((error as Error).message).not.toContain(KEY.secretAccessKey);
    await expect(iamCredentials(signer).read(aTarget({ iam: { user: "u" } }), false)).rejects.toThrow(
      /no user and host/,
    );
  });
});
