/** `driftwatch health`: what ails a database, for people and for programs, and an exit code for those who ask. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(`CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE POLICY p ON app.t USING (true);
    CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
    CREATE SCHEMA many; DO $$ BEGIN FOR n IN 1..9 LOOP EXECUTE format('CREATE TABLE many.t%s (a int)', n); END LOOP; END $$`);
});
afterAll(() => database.drop());

const health = (...args: string[]) => driftwatch(["health", "--database-url", database.url, ...args]);

describe("driftwatch health", () => {
  it("tells all of it with what to run, and leaves out what belongs to tools", async () => {
    const { code, stdout, stderr } = await health();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^1 high, 10 info\n\nHIGH {6}table app\.t\n {10}the table has a policy/);
    expect(stdout).toContain(`ALTER TABLE "app"."t" ENABLE ROW LEVEL SECURITY`);
    expect(stdout).toContain("table many.t9");
    expect(stdout).not.toContain("drizzle");
  });

  it("looks only where it is told to, and only for what it is told to", async () => {
    const { stdout } = await health("--schema", "app", "--off", "table-without-primary-key", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      health: [{ code: "health.policy-without-row-security", severity: "high", address: "table:app.t" }],
      healthUnseen: [],
    });
    const nothing = await health(
      "--schema",
      "app",
      "--off",
      "table-without-primary-key",
      "--off",
      "policy-without-row-security",
    );
    expect(nothing.stdout).toBe("Nothing ails it.\n");
  });

  it("fails where it is asked to", async () => {
    expect((await health("--fail-on", "high")).code).toBe(2);
    expect((await health("--fail-on", "critical")).code).toBe(0);
    expect((await driftwatch(["health"], { env: { DATABASE_URL: database.url } })).code).toBe(0);
  });

  it("refuses what it does not know, in one line", async () => {
    expectRefusal(await driftwatch(["health"]), /no database was named/);
    expectRefusal(await health("--off", "nonsense"), /nonsense/);
    expectRefusal(await health("--fail-on", "bad"), /bad/);
    expectRefusal(await health("--schema", "ap"), /no schema is like "ap"/);
  });
});
