import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../lib/config/config-file.ts";
import { databaseUrlVariable, ENVIRONMENT, readEnvironment } from "../../lib/config/environment.ts";
import { encodeTarget, isDatabaseId, parseTarget, targetFrom } from "../../lib/config/target.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { PROFILE_NAMES } from "../../lib/core/profile.ts";

const config = (fields: object = {}) =>
  parseConfig(
    JSON.stringify({ databases: [{ id: "orders", secret: "prod/orders", ...fields }] }),
    "conf/driftwatch.config.json",
  );

describe("targetFrom", () => {
  it("reads the expected snapshot from the monitor's own storage", () => {
    expect(targetFrom(config(), "orders")).toEqual({
      id: "orders",
      secret: "prod/orders",
      urlFromEnv: "DRIFTWATCH_URL_ORDERS",
      tls: { mode: "verify-full" },
      schemas: { include: [], exclude: [] },
      cluster: false,
      profiles: [...PROFILE_NAMES],
      partitions: {},
      expected: { in: "store", key: "orders/expected.json.gz" },
      alertTopics: [],
      alertThreshold: "low",
      fullReadEveryMs: 604_800_000,
    });
  });

  it("starts relative paths from the config file", () => {
    const target = targetFrom(config({ expected: "snapshots/orders.json", tls: { ca: "ca.pem" } }), "orders");
    expect(target.expected).toEqual({ in: "file", path: resolve("conf/snapshots/orders.json") });
    expect(target.tls).toEqual({ mode: "verify-full", caFile: resolve("conf/ca.pem") });
  });

  it("takes an s3:// URI apart", () => {
    const target = targetFrom(config({ expected: "s3://snapshots/team/orders.json.gz" }), "orders");
    expect(target.expected).toEqual({ in: "s3", bucket: "snapshots", key: "team/orders.json.gz" });
  });

  it("names the databases there are", () => {
    expect(() => targetFrom(config(), "order")).toThrow(
      'no database "order" in conf/driftwatch.config.json; choose one of: orders',
    );
  });
});

describe("the environment", () => {
  const target = targetFrom(
    config({ host: "db.example.com", port: 6432, databaseName: "o", expected: "s3://bucket/key" }),
    "orders",
  );

  it("carries a target there and back", () => {
    expect(parseTarget(encodeTarget(target))).toEqual(target);
    expect(readEnvironment({ [ENVIRONMENT.target]: encodeTarget(target) })).toEqual({ target });
    const local = { [ENVIRONMENT.target]: encodeTarget(target), [ENVIRONMENT.localDirectory]: ".driftwatch" };
    expect(readEnvironment(local)).toEqual({ target, localDirectory: ".driftwatch" });
    const likely = { ...local, [ENVIRONMENT.renameThreshold]: "0.8" };
    expect(readEnvironment(likely).target.renameThreshold).toBe(0.8);
    const said = { ...likely, [ENVIRONMENT.target]: encodeTarget({ ...target, renameThreshold: 0.9 }) };
    expect(readEnvironment(said).target.renameThreshold).toBe(0.9);
    expect(() => readEnvironment({ ...local, [ENVIRONMENT.renameThreshold]: "2" })).toThrow(
      "environment variable DRIFTWATCH_RENAME_THRESHOLD is not a number from 0.5 to 1",
    );
  });

  it.each([
    ["", "environment variable DRIFTWATCH_TARGET is not set; deploy"],
    ["{", "the target is not valid JSON; deploy the monitor again"],
    ["{}", "the target is not valid: id: got nothing"],
    [JSON.stringify({ ...target, port: "x" }), 'port: got "x", allowed is a whole number'],
    [JSON.stringify({ ...target, expected: { in: "moon" } }), "expected"],
    [JSON.stringify({ ...target, extra: 1 }), "extra: unknown key"],
  ])("refuses %s", (text, message) => {
    const read = () => readEnvironment({ [ENVIRONMENT.target]: text });
    expect(read).toThrow(DriftwatchError);
    expect(read).toThrow(message);
  });

  it("names the URL variable after the database", () => {
    expect(databaseUrlVariable("eu-orders-2")).toBe("DRIFTWATCH_URL_EU_ORDERS_2");
  });

  it.each(["a", "orders", "EU-orders-2", "x".repeat(64)])("%s is an id", (id) => expect(isDatabaseId(id)).toBe(true));
  it.each(["", "-a", "a-", "a--b", "a b", "a/b", "ä", "x".repeat(65)])("%j is no id", (id) =>
    expect(isDatabaseId(id)).toBe(false),
  );
});
