import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../lib/config/config-file.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";

const PATH = "driftwatch.config.json";
const ORDERS = { id: "orders", secret: "prod/orders" };

function refusal(value: unknown): string {
  try {
    parseConfig(JSON.stringify(value), PATH);
  } catch (error) {
    return String(error);
  }
  return "accepted";
}

describe("parseConfig, whatever it is given", () => {
  it("throws nothing but one-line DriftwatchErrors", () => {
    const entry = fc.oneof(fc.constant(ORDERS), fc.object(), fc.jsonValue());
    const file = fc.record(
      { databases: fc.array(entry, { maxLength: 4 }), tags: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.oneof(file, fc.object()).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(text, (input) => {
        try {
          expect(parseConfig(input, PATH).databases.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(DriftwatchError);
          expect((error as Error).message).not.toMatch(/[\r\n]/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("never accepts an unknown key, wherever it stands", () => {
    const known =
      /^(\$schema|region|account|databases|alertTopics|tags|id|secret|host|port|databaseName|urlFromEnv|tls|vpc|schedule|timeZone|schemas|alertThreshold|expected|enabled|mode|ca|include|exclude|subnetIds|availabilityZones|securityGroupIds|arn|format)$/;
    const key = fc
      .oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString", "Id", "id "))
      .filter((name) => !known.test(name));
    const place = fc.constantFrom("file", "database", "tls", "schemas", "vpc");
    fc.assert(
      fc.property(key, place, fc.jsonValue(), (name, where, value) => {
        const extra = (at: string) => (at === where ? [[name, value]] : []);
        const entries = (at: string, fields: object) =>
          Object.fromEntries([...Object.entries(fields), ...extra(at)]) as object;
        const vpc = entries("vpc", { id: "vpc-0123456789abcdef0", subnetIds: ["subnet-0123456789abcdef0"] });
        const database = entries("database", {
          ...ORDERS,
          tls: entries("tls", {}),
          schemas: entries("schemas", {}),
          vpc,
        });
        expect(refusal(entries("file", { databases: [database] }))).toContain("unknown key");
      }),
      { numRuns: 300 },
    );
  });
});
