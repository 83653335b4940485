/** What the library takes for a database: a URL, or what a `pg` client is configured with. */

import type pg from "pg";
import { afterEach, beforeEach, expect, expectTypeOf, it, vi } from "vitest";
import { type DatabaseConfig, endpointFrom } from "../../lib/postgres/client-config.ts";

beforeEach(() => {
  for (const name of ["PGUSER", "USER", "USERNAME", "PGPASSWORD", "PGDATABASE", "PGPORT"]) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

it("takes whatever a client of pg is configured with", () => {
  expectTypeOf<pg.ClientConfig>().toExtend<DatabaseConfig>();
});

it("needs no user of the environment where one is given", () => {
  const given = { host: "db.example.com", port: 5433, user: "me", password: "secret", database: "shop" };
  expect(endpointFrom({ ...given, ssl: false })).toEqual({ ...given, tls: { mode: "disable" } });
  expect(endpointFrom({ connectionString: "postgres://db.example.com/shop", user: "me" })).toMatchObject({
    user: "me",
  });
  expect(endpointFrom({ host: "/run/postgresql", user: "me" })).toMatchObject({ user: "me", database: "me" });
});

it("says what is missing", () => {
  expect(() => endpointFrom({ host: "db.example.com" })).toThrow("names no user");
});

it.each([undefined, null, 7])("refuses %s in one line", (nothing) => {
  expect(() => endpointFrom(nothing as unknown as string)).toThrow(
    expect.objectContaining({ code: "bad-argument", message: expect.stringContaining("postgres:// URL") }),
  );
});
