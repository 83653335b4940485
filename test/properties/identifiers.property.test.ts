import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ident, literal } from "../../lib/core/sql.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { unicode } from "./arbitrary.ts";

/** PostgreSQL cuts names off after so many bytes. */
const NAME_BYTES = 63;

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.drop());

const text = fc.oneof(unicode, fc.string({ unit: "binary", maxLength: 40 })).filter((given) => !given.includes("\0"));
const name = text.filter((given) => given !== "" && Buffer.byteLength(given) <= NAME_BYTES);

describe("a real server reads back", () => {
  it.each(["on", "off"])("every text as a literal, with standard_conforming_strings %s", async (setting) => {
    await database.sql(`SET standard_conforming_strings = ${setting}`);
    await fc.assert(
      fc.asyncProperty(text, text, async (first, second) => {
        const rows = await database.sql(`SELECT ${literal(first)} AS first, ${literal(second)} AS second`);
        expect(rows).toEqual([{ first, second }]);
      }),
      { numRuns: 200 },
    );
    await database.sql("RESET standard_conforming_strings");
  });

  it("every name as an identifier", async () => {
    await fc.assert(
      fc.asyncProperty(name, async (given) => {
        const rows = await database.sql(
          `SELECT json_object_keys(to_json(t.*)) AS name FROM (SELECT 1 AS ${ident(given)}) t`,
        );
        expect(rows).toEqual([{ name: given }]);
      }),
      { numRuns: 200 },
    );
  });
});
