/** `driftwatch doctor`, with one thing after another broken: each is told by name, with what to do about it. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Checkup, CheckupItem } from "../../lib/core/checkup.ts";
import { packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { type EmbeddedServer, startServer } from "../../lib/postgres/embedded.ts";
import { refused } from "../support/aws.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { driftwatch, SECRET } from "./driftwatch.ts";
import { SHOP } from "./shop.ts";

const CA = resolve("test/support/certificates/ca.pem");
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call";
const file = (name: string) => resolve("test/support/certificates", name);
const sns = mockClient(SNSClient);
const secrets = mockClient(SecretsManagerClient);

let own: OwnServer;
let plain: EmbeddedServer;
let database: OwnDatabase;
let snapshot: Uint8Array;
let directory: string;

beforeAll(async () => {
  const hba = ["host all postgres 127.0.0.1/32 trust", "hostssl all all all scram-sha-256"];
  own = await ownServer(hba, { certificate: file("server.pem"), key: file("server.key") });
  plain = await startServer({ listen: "loopback" });
  database = await own.database("orders");
  await database.sql(SHOP);
  await database.sql(`CREATE ROLE watcher LOGIN PASSWORD '${SECRET}'`);
  snapshot = packSnapshot(await takeSnapshot(database.url("postgres")), "expected.json.gz");
});
afterAll(async () => {
  for (const mock of [sns, secrets]) mock.restore();
  await own.stop();
  await plain.stop();
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-doctor-"));
  accept(snapshot);
  sns.reset();
  secrets.reset();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function accept(content: Uint8Array): void {
  const path = join(directory, ".driftwatch/orders/expected.json.gz");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

const url = ({ host = "localhost", port = own.server.port, password = SECRET, name = "orders", ca = CA } = {}) =>
  `postgres://watcher:${password}@${host}:${port}/${name}?${ca ? `sslrootcert=${encodeURIComponent(ca)}` : "sslmode=verify-full"}`;

interface Case {
  readonly url?: string;
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

async function run({ url: at = url(), config = {}, env = {}, args = [] }: Case = {}) {
  const path = join(directory, "driftwatch.config.json");
  writeFileSync(path, JSON.stringify({ databases: [{ id: "orders", secret: "prod/orders", ...config }] }));
  // A home of its own: whose machine this is must not matter.
  const surroundings = { HOME: directory, ...(at && { DRIFTWATCH_URL_ORDERS: at }), ...env };
  return driftwatch(["doctor", "--config", path, ...args], { env: surroundings });
}

/** The results by item, of what is not ok; and the exit code that follows from them. */
async function examined(it: Case = {}): Promise<Map<string, CheckupItem>> {
  const { code, stdout, stderr } = await run({ ...it, args: ["--format", "json"] });
  expect(stderr).toBe("");
  const { ok, databases } = JSON.parse(stdout) as { ok: boolean; databases: (Checkup & { ok: boolean })[] };
  const items = databases.flatMap((one) => one.items);
  expect(code).toBe(ok ? 0 : 1);
  expect(ok).toBe(items.every(({ result }) => result !== "no"));
  for (const item of items) {
    expect(`${item.said}${item.remedy}`).not.toMatch(/[\n\r]/);
    expect(item.remedy === null).toBe(item.result !== "no");
  }
  // No check is made here: what is known of them is looked at in doctor-faults.
  const others = items.filter(({ item }) => item !== "heartbeat");
  return new Map(others.filter(({ result }) => result !== "ok").map((item) => [item.item, item]));
}

/** That item is not in place; those after it in the chain are not looked at, and the rest is. */
async function expectNo(it: Case, item: CheckupItem["item"], line: RegExp, unseen: readonly string[] = []) {
  const found = await examined(it);
  expect(`${found.get(item)?.said}; ${found.get(item)?.remedy}`).toMatch(line);
  const no = [...found.values()].filter(({ result }) => result === "no").map((one) => one.item);
  expect(new Set(no)).toEqual(new Set([item]));
  expect([...found.values()].filter(({ result }) => result === "unknown").map((one) => one.item)).toEqual(unseen);
}

const INSIDE = ["version", "clock", "rights"];

describe("where everything is in place", () => {
  it("says so, an item a line, and ends with 0", async () => {
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^orders\n\n {2}ok {2}credentials {2}user watcher of database orders\n/);
    expect(stdout).toMatch(/ {2}ok {2}tls {10}certificate and name of localhost are verified\n/);
    expect(stdout).toMatch(/ {2}-- {2}topic {8}the stack makes the topic/);
    expect(stdout).toMatch(/Everything that was looked at is in place\.\n$/);
  });

  it("changes nothing but its probe beside the state", async () => {
    await run();
    expect(readdirSync(join(directory, ".driftwatch/orders")).sort()).toEqual(["doctor.txt", "expected.json.gz"]);
  });
});

describe("what is not in place is told:", () => {
  const beyondCredentials = ["name", "port", "tls", "login", ...INSIDE, "topic"];
  it("no URL and no secret", () =>
    expectNo(
      { url: "", config: { secret: undefined, urlFromEnv: "NOWHERE" } },
      "credentials",
      /variable NOWHERE is not set; set it to the URL/,
      beyondCredentials,
    ));
  it("a name that does not exist", () =>
    expectNo({ url: url({ host: "nowhere.invalid" }) }, "name", /its name .*; check/, beyondCredentials.slice(1)));
  it("a port where nothing listens", () =>
    expectNo(
      { url: url({ port: 1 }) },
      "port",
      /nothing listens there.*; check host and port/,
      beyondCredentials.slice(2),
    ));
  it("a certificate of an authority that nobody named", () =>
    expectNo({ url: url({ ca: "" }) }, "tls", /; give the PEM file of the authority/, beyondCredentials.slice(3)));
  it("a certificate for another name", () =>
    expectNo(
      { url: url({ host: "127.0.0.1" }) },
      "tls",
      /; connect by a name the certificate was made for/,
      beyondCredentials.slice(3),
    ));
  it("a password that is refused", () =>
    expectNo(
      { url: url({ password: "wrong" }) },
      "login",
      /; check the password of watcher/,
      beyondCredentials.slice(4),
    ));
  it("a database that is not there", () =>
    expectNo({ url: url({ name: "nosuch" }) }, "login", /; check the database name/, beyondCredentials.slice(4)));

  it("a right that is missing, with the GRANT that mends it", async () => {
    await database.sql("REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC");
    const found = await examined();
    const remedy = found.get("rights")?.remedy ?? "";
    expect(found.get("rights")?.said).toMatch(/^policy cannot be read: /);
    expect(remedy).toMatch(/^GRANT SELECT ON pg_catalog\.pg_policy TO "watcher"/);
    await database.sql(remedy);
    expect([...(await examined()).keys()]).toEqual(["topic"]);
    await database.sql(
      'REVOKE SELECT ON pg_catalog.pg_policy FROM "watcher"; GRANT SELECT ON pg_catalog.pg_policy TO PUBLIC',
    );
  });

  it.each([
    ["4711 gone-container", "", /state\.json\.lock was left behind by process 4711 of gone-container; if no check is/],
    ["", "half", /state\.json\.lock\.break was left behind by nobody knows whom; .* delete it and .*json\.lock, if/],
  ])("a lock that nobody clears away: %j, being broken: %j", async (lock, breaker, line) => {
    const path = join(directory, ".driftwatch/orders/state.json.lock");
    if (lock) writeFileSync(path, lock);
    if (breaker) writeFileSync(`${path}.break`, breaker);
    await expectNo({}, "state", line, ["topic"]);
  });

  it("no expected snapshot", async () => {
    rmSync(join(directory, ".driftwatch"), { recursive: true });
    await expectNo(
      {},
      "expected",
      /there is none at .*expected\.json\.gz; accept .* driftwatch snapshot --database-url URL --out /,
      ["topic"],
    );
  });
  it.each([
    ["that is another file", Buffer.from("hello"), /is not a driftwatch snapshot/],
    ["that was cut off", () => snapshot.slice(0, snapshot.length - 20), /; /],
  ])("an expected snapshot %s", async (_, content, line) => {
    accept(typeof content === "function" ? content() : content);
    await expectNo({}, "expected", line, ["topic"]);
  });

  it("a state that cannot be written", async () => {
    const path = join(directory, "file");
    writeFileSync(path, "");
    const expected = join(directory, ".driftwatch/orders/expected.json.gz");
    await expectNo({ env: { DRIFTWATCH_LOCAL_DIRECTORY: path }, config: { expected } }, "state", /ENOTDIR|EEXIST/, [
      "topic",
    ]);
  });
});

describe("TLS that the server has not", () => {
  it("is told", async () => {
    const at = `postgres://postgres@127.0.0.1:${plain.port}/postgres?sslmode=verify-full`;
    await expectNo({ url: at }, "tls", /; turn TLS on at the server/, ["login", ...INSIDE, "topic"]);
  });
});

describe("topics", () => {
  const config = { alertTopics: [TOPIC] };
  const env = { AWS_ACCESS_KEY_ID: "testing" };

  it("are not looked at without AWS credentials", async () => {
    expect((await examined({ config })).get("topic")).toMatchObject({
      result: "unknown",
      said: expect.stringMatching(/no AWS credentials/),
    });
    expect(sns.calls()).toEqual([]);
  });
  it("are in place when somebody has confirmed", async () => {
    sns.on(GetTopicAttributesCommand, { TopicArn: TOPIC }).resolves({ Attributes: { SubscriptionsConfirmed: "2" } });
    expect((await examined({ config, env })).size).toBe(0);
  });
  it.each<[string, object | Error, RegExp]>([
    ["has no subscribers", { SubscriptionsConfirmed: "0" }, /nobody would hear.*; subscribe to it/],
    ["has none that confirmed", { SubscriptionsPending: "1" }, /1 not yet confirmed; confirm the subscription/],
    ["is not there", refused("NotFoundException", 404), /; check the topic's ARN/],
    ["may not be asked", refused("AuthorizationErrorException", 403), /; allow sns:GetTopicAttributes/],
  ])("are told when one %s", async (_, answer, line) => {
    if (answer instanceof Error) sns.on(GetTopicAttributesCommand).rejects(answer);
    else sns.on(GetTopicAttributesCommand).resolves({ Attributes: answer as Record<string, string> });
    await expectNo({ config, env }, "topic", line);
  });
});

describe("secrets", () => {
  const config = { tls: { ca: CA }, host: "localhost" };

  it("are read where the environment has no URL, with the certificates of the config", async () => {
    const SecretString = JSON.stringify({
      username: "watcher",
      password: SECRET,
      port: own.server.port,
      dbname: "orders",
    });
    secrets.on(GetSecretValueCommand, { SecretId: "prod/orders" }).resolves({ SecretString });
    expect([...(await examined({ url: "", config })).keys()]).toEqual(["topic"]);
  });
  it("that may not be read are told", async () => {
    secrets.on(GetSecretValueCommand).rejects(refused("AccessDeniedException", 400));
    await expectNo({ url: "", config }, "credentials", /; allow secretsmanager:GetSecretValue/, [
      ...["name", "port", "tls", "login", ...INSIDE, "topic"],
    ]);
  });
});

it("looks over every database of the config, or those that are named", async () => {
  const path = join(directory, "driftwatch.config.json");
  const databases = ["orders", "billing"].map((id) => ({ id, urlFromEnv: "URL" }));
  writeFileSync(path, JSON.stringify({ databases }));
  const looked = async (...args: string[]) => {
    const { stdout } = await driftwatch(["doctor", "--config", path, "--format", "json", ...args], {
      env: { HOME: directory, URL: url() },
    });
    return (JSON.parse(stdout) as { databases: Checkup[] }).databases.map((one) => one.database);
  };
  expect(await looked()).toEqual(["orders", "billing"]);
  expect(await looked("--database", "billing")).toEqual(["billing"]);
  expect(readFileSync(path, "utf8")).toContain("orders");
});
