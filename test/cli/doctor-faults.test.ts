/** `driftwatch doctor` names each fault that the harness injects, and says what to do: by item, one row a fault. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Checkup, CheckupItem } from "../../lib/core/checkup.ts";
import { newState, serialiseState, type TargetState } from "../../lib/core/target-state.ts";
import { packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { body, refused } from "../support/aws.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { tlsServer } from "../support/tls-server.ts";
import { driftwatch, SECRET } from "./driftwatch.ts";
import { SHOP } from "./shop.ts";

const file = (name: string) => resolve("test/support/certificates", name);
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call";
const s3 = mockClient(S3Client);
const sns = mockClient(SNSClient);
const secrets = mockClient(SecretsManagerClient);

let own: OwnServer;
let database: OwnDatabase;
let expected: Uint8Array;
let foreign: Uint8Array;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-doctor-faults-"));
  const hba = ["host all postgres 127.0.0.1/32 trust", "host refused all all reject", "host all all all scram-sha-256"];
  own = await ownServer(hba, { certificate: file("server.pem"), key: file("server.key") });
  database = await own.database("orders");
  await database.sql(SHOP);
  expected = packSnapshot(await takeSnapshot(database.url("postgres")), "expected.json.gz");
  const billing = await own.database("billing");
  await billing.sql("CREATE SCHEMA b; CREATE TABLE b.a (i int, j int, k int, l int, m int); CREATE TABLE b.b (i int)");
  foreign = packSnapshot(await takeSnapshot(billing.url("postgres")), "expected.json.gz");
  for (const name of ["refused", "closed", "shut"]) await own.database(name);
  await database.sql("REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
  await database.sql("ALTER DATABASE shut ALLOW_CONNECTIONS false");
  for (const role of ["watcher LOGIN", "sleeper NOLOGIN", "crowd LOGIN CONNECTION LIMIT 0"])
    await database.sql(`CREATE ROLE ${role} PASSWORD '${SECRET}'`);
  await database.sql(`CREATE ROLE former LOGIN PASSWORD '${SECRET}' VALID UNTIL '2020-01-01'`);
});
afterAll(async () => {
  for (const mock of [s3, sns, secrets]) mock.restore();
  await own.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** All is well, but for what a row breaks. */
beforeEach(() => {
  for (const client of [s3, sns, secrets]) client.reset();
  secretIs({});
  objectIs("expected.json.gz", expected);
  stateIs({});
  s3.on(PutObjectCommand).resolves({ ETag: '"1"' });
  sns.on(GetTopicAttributesCommand).resolves({ Attributes: { SubscriptionsConfirmed: "1" } });
});
afterEach(() => rmSync(join(directory, ".driftwatch"), { recursive: true, force: true }));

function secretIs(changes: object | string): void {
  const right = { username: "watcher", password: SECRET, host: "localhost", port: own.server.port, dbname: "orders" };
  const SecretString = typeof changes === "string" ? changes : JSON.stringify({ ...right, ...changes });
  secrets.on(GetSecretValueCommand).resolves({ SecretString });
}

function objectIs(name: string, content: Uint8Array | string): void {
  s3.on(GetObjectCommand, { Key: `orders/${name}` }).callsFake(() => ({ Body: body(content), ETag: '"1"' }));
  s3.on(HeadObjectCommand, { Key: `orders/${name}` }).resolves({ ETag: '"1"' });
}

/** The last check was so many hours ago. */
function stateIs({ hours = 5, status = "IN_SYNC" as TargetState["checks"][number]["status"], verdict = 5 }): void {
  const at = (ago: number) => new Date(Date.now() - ago * 3_600_000).toISOString();
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  const check = { at: at(hours), status, transition: null, counts, fingerprint: null, incident: null, report: null };
  objectIs("state.json", serialiseState({ ...newState(at(hours)), lookedAt: at(verdict), checks: [check] }));
}

/** What is not in place, by item, of the deployed monitor. */
async function examined(config: object = {}): Promise<Map<string, CheckupItem>> {
  const path = join(directory, "driftwatch.config.json");
  const entry = { id: "orders", secret: "prod/orders", tls: { ca: file("ca.pem") }, alertTopics: [TOPIC], ...config };
  writeFileSync(path, JSON.stringify({ databases: [entry] }));
  const { stdout, stderr } = await driftwatch(
    ["doctor", "--config", path, "--bucket", "state-bucket", "--format", "json"],
    { env: { HOME: directory, AWS_ACCESS_KEY_ID: "testing", AWS_REGION: "eu-west-1" } },
  );
  expect(stderr).toBe("");
  const { databases } = JSON.parse(stdout) as { databases: Checkup[] };
  return new Map(
    databases.flatMap(({ items }) => items.filter(({ result }) => result === "no")).map((item) => [item.item, item]),
  );
}

type Row = readonly [fault: string, broken: () => unknown, item: CheckupItem["item"], line: RegExp];

it("nothing, where nothing is broken", async () => expect(await examined()).toEqual(new Map()));

describe.each<[string, readonly Row[]]>([
  [
    "the secret",
    [
      [
        "is not there",
        () => fails("ResourceNotFoundException"),
        "credentials",
        /; check its name or ARN, and the region/,
      ],
      [
        "is to be deleted",
        () => fails("InvalidRequestException"),
        "credentials",
        /; check whether it is scheduled for/,
      ],
      ["cannot be decrypted", () => fails("DecryptionFailure"), "credentials", /; allow kms:Decrypt on the key/],
      ["cannot be reached", () => fails("TimeoutError"), "credentials", /; check the way to Secrets Manager: in a VPC/],
      ["is no JSON", () => secretIs(`watcher:${SECRET}`), "credentials", /is not JSON; store it as/],
      ["is a list", () => secretIs(`["${SECRET}"]`), "credentials", /is not a JSON object; store it as/],
      ["lacks the password", () => secretIs({ password: null }), "credentials", /no field "password"; store it as/],
      ["lacks the host", () => secretIs({ host: null }), "credentials", /no field "host"; give the host of database/],
      ["is MySQL's", () => secretIs({ engine: "mysql" }), "credentials", /; name the secret of a PostgreSQL database/],
      [
        "is binary",
        () => void secrets.on(GetSecretValueCommand).resolves({}),
        "credentials",
        /binary; store it as JSON/,
      ],
      [
        "has another password",
        () => secretIs({ password: "not it" }),
        "login",
        /; check the password of watcher, and /,
      ],
      ["has an expired password", () => secretIs({ username: "former" }), "login", /not expired \(VALID UNTIL\)/],
      [
        "names nobody",
        () => secretIs({ username: "nobody" }),
        "login",
        /; check the password of nobody, and that the role is there/,
      ],
    ],
  ],
  [
    "the server",
    [
      ["has no such name", () => secretIs({ host: "nowhere.invalid" }), "name", /; check/],
      ["does not listen", () => secretIs({ port: 1 }), "port", /nothing listens there.*; check host and port/],
      ["is of an unknown authority", () => ({ tls: {} }), "tls", /; give the PEM file of the authority/],
      [
        "has another name",
        () => secretIs({ host: "127.0.0.1" }),
        "tls",
        /; connect by a name the certificate was made for/,
      ],
      ["has not this database", () => secretIs({ dbname: "gone" }), "login", /does not exist; check the database name/],
      [
        "lets nobody into it",
        () => secretIs({ dbname: "shut" }),
        "login",
        /; ALTER DATABASE "shut" ALLOW_CONNECTIONS true/,
      ],
      [
        "lets others into it",
        () => secretIs({ dbname: "closed" }),
        "login",
        /; GRANT CONNECT ON DATABASE "closed" TO "watcher"/,
      ],
      [
        "has no line in pg_hba.conf",
        () => secretIs({ dbname: "refused" }),
        "login",
        /; check the user name.*pg_hba\.conf/,
      ],
      [
        "has too many connections",
        () => secretIs({ username: "crowd" }),
        "login",
        /; free a connection, or raise max_connections/,
      ],
      ["has the role without LOGIN", () => secretIs({ username: "sleeper" }), "login", /; ALTER ROLE "sleeper" LOGIN$/],
    ],
  ],
  [
    "the bucket",
    [
      ["is not there", () => noObject("NoSuchBucket", 404), "expected", /NoSuchBucket.*; /],
      ["may not be read", () => noObject("AccessDenied", 403), "expected", /AccessDenied.*; /],
      [
        "may not be written",
        () => void s3.on(PutObjectCommand).rejects(refused("AccessDenied", 403)),
        "state",
        /AccessDenied.*; /,
      ],
      [
        "has no expected snapshot",
        () => noObject("NoSuchKey", 404, "expected.json.gz"),
        "expected",
        /; accept what a check observed, .*: driftwatch snapshot --database-url URL --out /,
      ],
      ["has a cut one", () => objectIs("expected.json.gz", expected.slice(0, -20)), "expected", /; /],
      [
        "has one of another format",
        () => objectIs("expected.json.gz", "hello"),
        "expected",
        /is not a driftwatch snapshot; /,
      ],
      [
        "has that of another database",
        () => objectIs("expected.json.gz", foreign),
        "expected",
        /is of another database, as it seems \(billing\).*; put the snapshot of this one there/,
      ],
      ["has a damaged state", () => objectIs("state.json", '{"format": 1'), "heartbeat", /state\.json.*; /],
    ],
  ],
  [
    "the topic",
    [
      ["is not there", () => topicFails("NotFoundException", 404), "topic", /; check the topic's ARN/],
      [
        "may not be asked",
        () => topicFails("AuthorizationErrorException", 403),
        "topic",
        /; allow sns:GetTopicAttributes/,
      ],
      ["has nobody who confirmed", () => heard({ SubscriptionsPending: "1" }), "topic", /; confirm the subscription/],
      ["has nobody", () => heard({}), "topic", /nobody would hear.*; subscribe to it/],
    ],
  ],
  [
    "the schedule",
    [
      [
        "is disabled",
        () => stateIs({ hours: 30, verdict: 30 }),
        "heartbeat",
        /^no check since 20.* for 30 hours; .*; see whether its schedule is there and enabled/,
      ],
      [
        "is more frequent and disabled",
        () => ({ schedule: "rate(1 hour)" }),
        "heartbeat",
        /^no check since 20.* for 5 hours/,
      ],
      [
        "has never started a check",
        () => noObject("NoSuchKey", 404, "state.json"),
        "heartbeat",
        /^no check has ever been made; invoke the function once/,
      ],
      [
        "starts checks that fail",
        () => stateIs({ status: "ERROR", verdict: 53 }),
        "heartbeat",
        /failed; the last verdict is of 20.*; put right what is not in place/,
      ],
      [
        "starts checks that see a part",
        () => stateIs({ status: "INCOMPLETE", verdict: 53 }),
        "heartbeat",
        /could see a part only; .*; see the rights above/,
      ],
    ],
  ],
])("%s", (_subject, rows) => {
  it.each(rows)("%s", async (_fault, broken, item, line) => {
    const config = (broken() ?? {}) as object;
    const found = await examined(config);
    expect(`${found.get(item)?.said}; ${found.get(item)?.remedy}`).toMatch(line);
  });
});

const fails = (name: string): void => void secrets.on(GetSecretValueCommand).rejects(refused(name, 400));
const topicFails = (name: string, status: number): void =>
  void sns.on(GetTopicAttributesCommand).rejects(refused(name, status));
const heard = (Attributes: Record<string, string>): void =>
  void sns.on(GetTopicAttributesCommand).resolves({ Attributes });

/** Of all objects, or of one. */
function noObject(code: string, status: number, name?: string): void {
  const where = name === undefined ? {} : { Key: `orders/${name}` };
  if (name === undefined) s3.reset().on(PutObjectCommand).rejects(refused(code, status));
  s3.on(GetObjectCommand, where).rejects(refused(code, status));
  s3.on(HeadObjectCommand, where).rejects(refused(code, status));
}

it("a certificate that has expired", async () => {
  const server = await tlsServer(readFileSync(file("expired.pem")), readFileSync(file("expired.key")));
  secretIs({ port: server.port });
  const found = await examined();
  server.close();
  expect(found.get("tls")).toMatchObject({ remedy: expect.stringMatching(/^renew the server's certificate/) });
});
