import { describe, expect, it } from "vitest";
import { DEFAULT_SCHEDULE, parseConfig } from "../../lib/config/config-file.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { PROFILE_NAMES } from "../../lib/core/profile.ts";

const PATH = "conf/driftwatch.config.json";
const ORDERS = { id: "orders", secret: "prod/orders" };
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call";

const parse = (value: unknown) => parseConfig(JSON.stringify(value), PATH);

function refusal(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  try {
    parseConfig(text, PATH);
  } catch (error) {
    expect(error).toBeInstanceOf(DriftwatchError);
    expect((error as DriftwatchError).code).toBe("config-invalid");
    expect((error as Error).message).not.toMatch(/[\r\n]/);
    return (error as Error).message;
  }
  throw new Error(`accepted: ${text}`);
}

const refusalOf = (fields: object) => refusal({ databases: [{ ...ORDERS, ...fields }] });

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000";

it("of another format than JSON says so", () => {
  const refused = () => parseConfig("databases:\n  - id: orders\n", "driftwatch.yaml");
  expect(refused).toThrow("driftwatch.yaml is not valid JSON at line 1, column 1; write it as JSON, not as YAML");
});

describe("parseConfig", () => {
  it("fills in every default", () => {
    expect(parse({ databases: [ORDERS] })).toEqual({
      path: PATH,
      directory: "conf",
      shards: 1,
      dashboard: true,
      testEvents: false,
      tags: {},
      databases: [
        {
          ...ORDERS,
          urlFromEnv: "DRIFTWATCH_URL_ORDERS",
          tls: { mode: "verify-full" },
          schedule: DEFAULT_SCHEDULE,
          timeZone: "UTC",
          schemas: { include: [], exclude: [] },
          cluster: false,
          profiles: [...PROFILE_NAMES],
          partitions: {},
          alertThreshold: "low",
          ignore: [],
          maintenance: [],
          enabled: true,
        },
      ],
    });
  });

  it("keeps everything that is said", () => {
    const database = {
      id: "Billing-2",
      secret: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/billing-AbCdEf",
      host: "db.example.com",
      port: 6432,
      databaseName: "billing",
      urlFromEnv: "BILLING_URL",
      tls: { mode: "disable" },
      vpc: {
        id: "vpc-0123456789abcdef0",
        subnetIds: ["subnet-0123456789abcdef0"],
        availabilityZones: ["eu-west-1a"],
        securityGroupIds: ["sg-0123456789abcdef0"],
      },
      schedule: "rate(6 hours)",
      timeZone: "Europe/Berlin",
      schemas: { include: ["app_*"], exclude: ["app_scratch"] },
      cluster: true,
      profiles: ["ledgers"],
      health: { off: ["index-prefix"], alertThreshold: "high" },
      auditTable: "audit.ddl_log",
      partitions: { "app.events": "dynamic", "audit.*": "ignored" },
      alertTopics: [{ arn: TOPIC, format: "pager" }],
      alertThreshold: "high",
      ignore: [{ address: "column:app.users.*", verb: "added", reason: "a rollout", expires: "2027-06-30" }],
      maintenance: [{ schedule: "cron(0 2 ? * SUN *)", durationMinutes: 120, reason: "upgrades", timeZone: "UTC" }],
      remindAfterHours: 48,
      confirmAfterSeconds: 30,
      expected: "s3://snapshots/billing.json.gz",
      enabled: false,
    };
    const config = parse({
      $schema: "x",
      region: "eu-west-1",
      account: "123456789012",
      testEvents: true,
      encryptionKey: KEY,
      tags: { team: "data" },
      databases: [database],
    });
    expect(config).toEqual({
      path: PATH,
      directory: "conf",
      shards: 1,
      dashboard: true,
      region: "eu-west-1",
      account: "123456789012",
      testEvents: true,
      encryptionKey: KEY,
      tags: { team: "data" },
      databases: [database],
    });
  });

  it("gives the file's topics to databases that name none", () => {
    const { databases } = parse({
      alertTopics: [TOPIC],
      databases: [ORDERS, { id: "b", secret: "b", alertTopics: [] }],
    });
    expect(databases.map(({ alertTopics }) => alertTopics)).toEqual([[{ arn: TOPIC, format: "text" }], []]);
  });

  it("has each topic once, in text unless it says otherwise", () => {
    const chat = { arn: `${TOPIC}-chat`, format: "chat" };
    const { databases } = parse({ databases: [{ ...ORDERS, alertTopics: [TOPIC, chat, { arn: TOPIC }] }] });
    expect(databases[0]?.alertTopics).toEqual([{ arn: TOPIC, format: "text" }, chat]);
  });

  it("refuses two formats of one topic, wherever it is named", () => {
    const other = { id: "b", secret: "b", alertTopics: [{ arn: TOPIC, format: "json" }] };
    expect(() => parse({ alertTopics: [TOPIC], databases: [ORDERS, other] })).toThrow(
      /alertTopics: got "arn:.*", allowed is one format for each topic, wherever it is named; correct the file$/,
    );
    expect(() => parse({ databases: [{ ...ORDERS, alertTopics: [TOPIC, ...other.alertTopics] }] })).toThrow(
      /one format/,
    );
  });

  it("does without a secret where a URL variable is named", () => {
    expect(parse({ databases: [{ id: "a-b", urlFromEnv: "URL" }] }).databases[0]?.urlFromEnv).toBe("URL");
    expect(parse({ databases: [{ id: "a-b", secret: "x" }] }).databases[0]?.urlFromEnv).toBe("DRIFTWATCH_URL_A_B");
  });

  it.each([
    "rds!db-7fab1c2d-0000-4000-8000-0123456789ab",
    "rds!cluster-7fab1c2d-0000-4000-8000-0123456789ab",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-7fab1c2d-0000-4000-8000-0123456789ab-AbCdEf",
  ])("takes the secret that RDS manages: %s", (secret) => {
    expect(parse({ databases: [{ id: "o", secret, host: "h" }] }).databases[0]?.secret).toBe(secret);
  });

  it("reads a file that begins with a byte order mark", () => {
    expect(parseConfig(`\uFEFF${JSON.stringify({ databases: [ORDERS] })}`, PATH).databases).toHaveLength(1);
  });

  it.each([
    [{ port: "5432" }, `databases[0].port: got "5432", allowed is a whole number from 1 to 65535`],
    [{ port: 70000 }, "databases[0].port: got 70000, allowed is a whole number from 1 to 65535"],
    [{ renameThreshold: 0.3 }, "databases[0].renameThreshold: got 0.3, allowed is a number from 0.5 to 1"],
    [{ renameThreshold: "0.8" }, 'databases[0].renameThreshold: got "0.8", allowed is a number from 0.5 to 1'],
    [{ shedule: "x" }, `databases[0].shedule: unknown key, did you mean "schedule"?`],
    [{ colour: "x" }, "databases[0].colour: unknown key, allowed are id, secret, secretKey, iam, host"],
    [{ id: "a b" }, `databases[0].id: got "a b", allowed is 1 to 64 letters and digits`],
    [{ id: "x".repeat(65) }, "databases[0].id: got"],
    [{ id: undefined }, "databases[0].id: got nothing"],
    [{ secret: undefined }, "databases[0].secret: got nothing, allowed is the name or ARN of its secret"],
    [
      { secret: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a" },
      "its full ARN with the six characters at its end",
    ],
    [{ schedule: "0 3 * * *" }, `databases[0].schedule: got "0 3 * * *", allowed is an EventBridge schedule`],
    [{ timeZone: "Mars/Olympus" }, `databases[0].timeZone: got "Mars/Olympus", allowed is an IANA time zone`],
    [{ tls: { mode: "require" } }, `databases[0].tls.mode: got "require", allowed is verify-full or disable`],
    [
      { vpc: { id: "vpc-0123456789abcdef0" } },
      "databases[0].vpc.subnetIds: got nothing, allowed is a list of subnet ids",
    ],
    [
      { vpc: { id: "vpc-1", subnetIds: [] } },
      "databases[0].vpc.subnetIds: got a list of 0, allowed is at least one subnet id",
    ],
    [{ alertTopics: [`${TOPIC}.fifo`] }, "databases[0].alertTopics[0]: got"],
    [{ alertTopics: TOPIC }, "allowed is a list of SNS topic ARNs"],
    [{ alertTopics: [7] }, "allowed is the ARN of a standard SNS topic, or an object with arn and format"],
    [{ alertTopics: [{ arn: "x" }] }, 'databases[0].alertTopics[0].arn: got "x", allowed is the ARN of a standard'],
    [{ alertTopics: [{ arn: TOPIC, format: "jsn" }] }, 'alertTopics[0].format: got "jsn", did you mean "json"?'],
    [{ alertTopics: [{ arn: TOPIC, fromat: "json" }] }, 'alertTopics[0].fromat: unknown key, did you mean "format"?'],
    [{ alertThreshold: "urgent" }, "allowed is one of critical, high, medium, low, info"],
    [
      { expected: "https://example.com/x" },
      "databases[0].expected: got a URL, allowed is the path of a snapshot file, or s3://bucket/key",
    ],
    [{ expected: "s3://x" }, `databases[0].expected: got "s3://x", allowed is the path`],
    [{ enabled: "yes" }, `databases[0].enabled: got "yes", allowed is true or false`],
    [{ schemas: { only: ["a"] } }, "databases[0].schemas.only: unknown key, allowed are include, exclude"],
    [{ host: null }, "databases[0].host: got null"],
    [{ cluster: "yes" }, `databases[0].cluster: got "yes", allowed is true or false`],
    [
      { health: { off: ["index-prefixes"] } },
      `databases[0].health.off[0]: got "index-prefixes", did you mean "index-prefix"?`,
    ],
    [{ auditTable: "ddl_log" }, `databases[0].auditTable: got "ddl_log", allowed is schema and name`],
    [{ profiles: ["ledger"] }, `databases[0].profiles[0]: got "ledger", did you mean "ledgers"?`],
    [
      { profiles: "rds" },
      `databases[0].profiles: got "rds", allowed is a list of profiles: ledgers, housekeeping, rds`,
    ],
    [
      { partitions: { "app.events": "dynamik" } },
      `databases[0].partitions.app.events: got "dynamik", did you mean "dynamic"?`,
    ],
    [{ partitions: { "app.events": 7 } }, "got 7, allowed is one of managed, dynamic, ignored"],
    [{ partitions: ["app.events"] }, "databases[0].partitions: got a list of 1, allowed is an object of table names"],
    [{ partition: {} }, `databases[0].partition: unknown key, did you mean "partitions"?`],
  ])("refuses %j", (fields, message) => {
    expect(refusalOf(fields)).toContain(message);
  });

  it.each([
    ["", "is not valid JSON at line 1, column 1: the text ends too early; correct the file"],
    ['{"databases":[],}', "is not valid JSON at line 1, column 16: a comma with nothing after it"],
    [`{"databases":[{"id":"a"\n "secret":"hunter2hunter2"}]}`, "is not valid JSON at line 2, column 2"],
    ["[]", "top level: got a list of 0, allowed is an object with databases"],
    ["null", "top level: got null"],
    ["{}", "databases: got nothing, allowed is a list of databases"],
    [`{"databases":[]}`, "databases: got a list of 0, allowed is at least one database"],
    [
      `{"databases":[{"id":"a","secret":"b"}],"account":123456789012}`,
      "account: got 123456789012, allowed is the twelve digits",
    ],
    [
      `{"databases":[{"id":"a","secret":"b"}],"encryptionKey":"alias/data"}`,
      'encryptionKey: got "alias/data", allowed is the full ARN of a KMS key',
    ],
    [`{"databases":[{"id":"a","secret":"b"}],"tags":{"aws:x":"y"}}`, "tag keys of 1 to 128 characters"],
    [`{"databases":[{"id":"a","secret":"b","__proto__":{}}]}`, "databases[0].__proto__: unknown key"],
    [
      `{"databases":[{"id":"a","secret":"b"},{"id":"A","secret":"b"}]}`,
      'databases[1].id: got "A", allowed is an id of its own: databases[0]',
    ],
  ])("refuses %s", (text, message) => {
    expect(refusal(text)).toContain(`${PATH}`);
    expect(refusal(text)).toContain(message);
  });

  it("names the first ten problems of all, in one line", () => {
    const databases = Array.from({ length: 14 }, (_, index) => ({ id: `d${index}`, secret: "s", port: -index }));
    const message = refusal({ databases });
    expect(message.match(/port: got /g)).toHaveLength(10);
    expect(message).toContain("; and 4 more; correct the file");
  });

  it("says once what is wrong alike in several databases, and in which", () => {
    const ports = [0, 0, 0, 5432, 0, 5432, 0, 0];
    const databases = ports.map((port, index) => ({
      id: `d${index}`,
      secret: "s",
      port,
      tsl: index === 1 ? {} : undefined,
    }));
    databases.push({ id: "last", secret: "s", port: 5432, tsl: {} });
    expect(refusal({ databases })).toBe(
      `${PATH}: databases[0].port: got 0, allowed is a whole number from 1 to 65535 (and so in databases[1, 2, 4, 6, 7]); ` +
        `databases[1].tsl: unknown key, did you mean "tls"? (and so in databases[8]); correct the file`,
    );
    const nine = Array.from({ length: 9 }, (_, index) => ({ id: `d${index}`, secret: "s", enabled: "yes" }));
    expect(refusal({ databases: nine })).toContain(" (and so in databases[1 to 8]); correct the file");
  });

  it.each([
    { secret: "hunter2!" },
    { secret: "postgres://app:hunter2!@db/orders" },
    { urlFromEnv: "postgres://app:hunter2!@db/orders" },
    { host: "postgres://app:hunter2!@db/orders" },
    { databaseName: 5, expected: "postgres://app:hunter2!@db/orders" },
  ])("shows no part of a secret in the wrong place: %j", (fields) => {
    expect(refusalOf(fields)).not.toContain("hunter2");
  });
});
