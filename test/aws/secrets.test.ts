/** Credentials from Secrets Manager: every shape of secret, and errors that never tell what stands in one. */

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { secretsManagerCredentials } from "../../lib/aws/secrets.ts";
import type { Target } from "../../lib/config/target.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { refused } from "../support/aws.ts";
import { aTarget } from "../support/target.ts";

const client = new SecretsManagerClient({ region: "eu-west-1" });
const mock = mockClient(client);
const target = (changes: Partial<Target> = {}) => aTarget({ secret: "prod/orders", ...changes });
const credentials = (now?: () => number) => secretsManagerCredentials({ clientFor: () => client, now });
const holds = (secret: unknown) =>
  mock.on(GetSecretValueCommand).resolves({
    SecretString: typeof secret === "string" ? secret : JSON.stringify(secret),
  });
const read = (changes: Partial<Target> = {}) => credentials().read(target(changes), false);
const failure = (changes: Partial<Target> = {}): Promise<DriftwatchError> =>
  read(changes).then(
    () => expect.unreachable("it was read"),
    (error: unknown) => {
      expect(error).toBeInstanceOf(DriftwatchError);
      return error as DriftwatchError;
    },
  );

const WHOLE = { engine: "postgres", host: "db.example.com", username: "watcher", password: "pw" };

beforeEach(() => mock.reset());

describe("a secret", () => {
  it("is asked for by name and stage", async () => {
    holds(WHOLE);
    await read();
    expect(mock.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({
      SecretId: "prod/orders",
      VersionStage: "AWSCURRENT",
    });
  });

  it.each<[string, object, Partial<Target>, object]>([
    [
      "of a rotation function",
      { ...WHOLE, port: 5433, dbname: "orders", ssl: "true", masterarn: "arn" },
      {},
      { host: "db.example.com", port: 5433, database: "orders", user: "watcher", password: "pw" },
    ],
    ["of a rotation function with little in it", WHOLE, {}, { port: 5432, database: "postgres" }],
    [
      "of CDK, with a port as text",
      { ...WHOLE, port: "6543", dbInstanceIdentifier: "x" },
      {},
      { port: 6543, user: "watcher" },
    ],
    ["of Aurora", { ...WHOLE, engine: "aurora-postgresql", ssl: false }, {}, { host: "db.example.com" }],
    ["with empty fields", { ...WHOLE, port: "", dbname: null }, {}, { port: 5432, database: "postgres" }],
    [
      "of RDS, beside the target's own settings",
      { username: "postgres", password: "pw" },
      { host: "rds.example.com", port: 1234, databaseName: "shop" },
      { host: "rds.example.com", port: 1234, database: "shop", user: "postgres", password: "pw" },
    ],
    [
      "that the target overrides",
      { ...WHOLE, port: 5433, dbname: "orders" },
      { host: "other.example.com", port: 1234, databaseName: "shop" },
      { host: "other.example.com", port: 1234, database: "shop" },
    ],
  ])("%s", async (_what, secret, changes, login) => {
    holds(secret);
    expect(await read(changes)).toMatchObject({ ...login, tls: { mode: "verify-full" } });
  });

  it("never decides on TLS: the target does", async () => {
    holds({ ...WHOLE, ssl: false });
    expect((await read()).tls).toEqual({ mode: "verify-full" });
    expect((await read({ tls: { mode: "disable" } })).tls).toEqual({ mode: "disable" });
    expect((await read({ tls: { mode: "verify-full", ca: "PEM" } })).tls).toEqual({ mode: "verify-full", ca: "PEM" });
  });

  it("named by an ARN is asked for in its region", async () => {
    holds(WHOLE);
    const regions: (string | undefined)[] = [];
    const source = secretsManagerCredentials({
      clientFor: (region) => {
        regions.push(region);
        return client;
      },
    });
    await source.read(target({ secret: "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf" }), false);
    await source.read(target(), false);
    expect(regions).toEqual(["us-east-1", undefined]);
  });
});

describe("a secret that was read", () => {
  it("is kept for three minutes, by its name", async () => {
    let now = 0;
    const source = credentials(() => now);
    holds(WHOLE);
    await source.read(target(), false);
    now = 179_999;
    await source.read(target(), false);
    expect(mock.calls()).toHaveLength(1);
    await source.read(target({ secret: "other" }), false);
    now = 180_000;
    await source.read(target(), false);
    expect(mock.calls()).toHaveLength(3);
  });

  it("is read again when that is asked for, and then kept", async () => {
    const source = credentials();
    holds(WHOLE);
    await source.read(target(), false);
    holds({ ...WHOLE, password: "new" });
    expect(await source.read(target(), false)).toMatchObject({ password: "pw" });
    expect(await source.read(target(), true)).toMatchObject({ password: "new" });
    expect(await source.read(target(), false)).toMatchObject({ password: "new" });
  });

  it("is not kept when it was malformed", async () => {
    const source = credentials();
    holds("{");
    await expect(source.read(target(), false)).rejects.toMatchObject({ code: "secret-malformed" });
    holds(WHOLE);
    expect(await source.read(target(), false)).toMatchObject({ user: "watcher" });
  });
});

describe("a secret that is of no use", () => {
  it.each<[string, unknown, RegExp]>([
    ["no JSON", "postgres://u:pw-s3cret@h/d", /^secret prod\/orders is not JSON; store it as \{"username"/],
    ["half of JSON", '{"username": "watcher", "password": "pw-s3cret', /is not JSON; /],
    ["a list", ["pw-s3cret"], /is not a JSON object; /],
    ["a text", '"pw-s3cret"', /is not a JSON object; /],
    ["no user", { password: "pw-s3cret" }, /has no field "username"; /],
    ["no password", { username: "pw-s3cret" }, /has no field "password"; /],
    ["an empty password", { username: "pw-s3cret", password: "" }, /has no field "password"; /],
    [
      "a password that is a number",
      { username: "u", password: 123456789 },
      /has a field "password" that is not a text; /,
    ],
    ["an odd port", { ...WHOLE, port: "pw-s3cret" }, /has a field "port" that is no number from 1 to 65535; /],
    ["port 0", { ...WHOLE, port: 0 }, /has a field "port"/],
    ["another engine", { ...WHOLE, engine: "mysql" }, /has an "engine" that is not postgres; /],
    [
      "no host anywhere",
      { username: "u", password: "pw-s3cret" },
      /has no field "host"; give the host of database orders/,
    ],
  ])("%s", async (_what, secret, message) => {
    holds(secret);
    const error = await failure();
    expect(error.code).toBe("secret-malformed");
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/s3cret|123456789|\n/);
  });

  it("binary", async () => {
    mock.on(GetSecretValueCommand).resolves({ SecretBinary: Buffer.from("{}") });
    expect((await failure()).message).toBe("secret prod/orders is binary; store it as JSON text");
  });

  it("not named at all", async () => {
    expect(await failure({ secret: undefined })).toMatchObject({ code: "credentials-missing" });
    expect(mock.calls()).toHaveLength(0);
  });

  it.each([
    ["ResourceNotFoundException", 400, /check its name or ARN, and the region$/],
    ["AccessDeniedException", 400, /allow secretsmanager:GetSecretValue/],
    ["DecryptionFailure", 400, /allow kms:Decrypt/],
    ["InvalidRequestException", 400, /scheduled for deletion/],
    ["TimeoutError", undefined, /check the way to Secrets Manager: .*VPC endpoint/],
    ["CredentialsProviderError", undefined, /give valid AWS credentials/],
  ])("%s", async (name, status, message) => {
    mock.on(GetSecretValueCommand).rejects(refused(name, status, "words that hold\npw-s3cret"));
    const error = await failure();
    expect(error.code).toBe("secret-unreadable");
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`secret prod/orders could not be read: ${name}; `);
    expect(JSON.stringify({ ...error, cause: error.cause ?? null, stack: error.stack })).not.toContain("s3cret");
  });
});
