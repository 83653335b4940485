/** What editors are told of the config file is what is read: no valid file is marked, and no marked file is valid. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../lib/config/config-file.ts";
import { CONFIG_SCHEMA } from "../../lib/config/config-schema.ts";
import { checkedBy } from "../support/schema.ts";

const problemsOf = checkedBy("docs/schemas/config.v1.json");
const ORDERS = { id: "orders", secret: "prod/orders" };
const accepts = (config: object): boolean => {
  try {
    parseConfig(JSON.stringify(config), "x.json");
    return true;
  } catch {
    return false;
  }
};

const VALID: Record<string, object> = {
  "the smallest": { databases: [ORDERS] },
  "the one of the README": JSON.parse(/```json\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "null"),
  "the one of this repository": JSON.parse(readFileSync("driftwatch.config.json", "utf8")),
  everything: {
    $schema: "./docs/schemas/config.v1.json",
    region: "eu-west-1",
    account: "123456789012",
    tags: { team: "data" },
    alertTopics: [
      { arn: "arn:aws:sns:eu-west-1:123456789012:a", format: "pager" },
      "arn:aws:sns:eu-west-1:123456789012:b",
    ],
    ignore: [{ address: "index:app.*", verb: "added", reason: "tuning", expires: "2027-06-30" }],
    databases: [
      {
        ...ORDERS,
        port: 6432,
        tls: { ca: "ca.pem" },
        schedule: "rate(6 hours)",
        profiles: [],
        partitions: { "app.events": "dynamic" },
        health: { off: ["index-prefix"], alertThreshold: "high" },
        maintenance: [{ schedule: "cron(0 2 ? * SUN *)", durationMinutes: 120, reason: "upgrades" }],
        expected: "s3://bucket/key",
        renameThreshold: 0.8,
      },
    ],
  },
};

it.each(Object.entries(VALID))("%s is valid for both", (_, config) => {
  expect(problemsOf(config)).toEqual([]);
  expect(accepts(config)).toBe(true);
});

describe("what is wrong is marked:", () => {
  it.each<[string, object]>([
    ["an unknown key", { databases: [ORDERS], topics: [] }],
    ["an unknown key of a database", { databases: [{ ...ORDERS, hots: "x" }] }],
    ["no database", { databases: [] }],
    ["a malformed id", { databases: [{ ...ORDERS, id: "a--b" }] }],
    ["a malformed ARN", { databases: [ORDERS], alertTopics: ["arn:aws:sns:x"] }],
    ["what is no schedule", { databases: [{ ...ORDERS, schedule: "nightly" }] }],
    ["a port", { databases: [{ ...ORDERS, port: 70_000 }] }],
    ["a severity", { databases: [{ ...ORDERS, alertThreshold: "urgent" }] }],
    ["a threshold", { databases: [{ ...ORDERS, renameThreshold: 2 }] }],
    ["a profile", { databases: [{ ...ORDERS, profiles: ["azure"] }] }],
  ])("%s", (_, config) => {
    expect(problemsOf(config)).not.toEqual([]);
    expect(accepts(config)).toBe(false);
  });
});

it("says of every field what it is", () => {
  const published = JSON.parse(readFileSync("docs/schemas/config.v1.json", "utf8"));
  const fields = { ...published.properties, ...published.properties.databases.items.properties };
  const keys = Object.keys(CONFIG_SCHEMA._zod.def.shape);
  expect(Object.keys(fields)).toEqual(expect.arrayContaining(keys));
  const silent = Object.entries<{ description?: string }>(fields).filter(
    ([, { description = "" }]) => description.length < 10,
  );
  expect(silent).toEqual([]);
});
