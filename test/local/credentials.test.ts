/** Credentials from the environment. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Target } from "../../lib/config/target.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { environmentCredentials, urlVariableOf } from "../../lib/local/credentials.ts";
import type { Login } from "../../lib/monitor/ports.ts";
import { aTarget } from "../support/target.ts";

const directory = mkdtempSync(join(tmpdir(), "driftwatch-credentials-"));
const caFile = join(directory, "ca.pem");
writeFileSync(caFile, "PEM");
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = (env: Record<string, string>, changes: Partial<Target> = {}): Promise<Login> =>
  environmentCredentials(env).read(aTarget(changes), false);
const URL_THERE = "postgres://watcher:pw@db.example.com:6543/shop";

describe("the variable", () => {
  it("is the target's own, or goes by its id", async () => {
    expect(urlVariableOf({ id: "orders-eu" })).toBe("DRIFTWATCH_URL_ORDERS_EU");
    expect(await read({ DRIFTWATCH_URL_ORDERS: URL_THERE })).toEqual({
      host: "db.example.com",
      port: 6543,
      database: "shop",
      user: "watcher",
      password: "pw",
      tls: { mode: "verify-full" },
    });
    expect(await read({ SHOP: URL_THERE }, { urlFromEnv: "SHOP" })).toMatchObject({ database: "shop" });
  });

  it.each([
    [{}, {}, "DRIFTWATCH_URL_ORDERS"],
    [{ DRIFTWATCH_URL_ORDERS: "  " }, {}, "DRIFTWATCH_URL_ORDERS"],
    [{ DRIFTWATCH_URL_ORDERS: URL_THERE }, { urlFromEnv: "SHOP" }, "SHOP"],
  ])("that is not set is named: %j", async (env, changes, variable) => {
    await expect(read(env, changes)).rejects.toMatchObject({
      code: "credentials-missing",
      message: `environment variable ${variable} is not set; set it to the URL of database orders: postgres://user:password@host:5432/database`,
    });
  });

  it("that holds no URL is named, and not shown", async () => {
    await expect(read({ DRIFTWATCH_URL_ORDERS: "s3cret" })).rejects.toMatchObject({
      code: "bad-argument",
      message:
        "DRIFTWATCH_URL_ORDERS: the database URL does not begin with postgres://; write it as postgres://user@host:5432/database",
    });
  });

  it("may leave the password to PGPASSWORD", async () => {
    const env = { DRIFTWATCH_URL_ORDERS: "postgres://u@db.example.com/shop", PGPASSWORD: "pw" };
    expect(await read(env)).toMatchObject({ password: "pw" });
  });
});

describe("TLS", () => {
  it.each<[string, string, Target["tls"], Login["tls"]]>([
    ["is verified elsewhere", "postgres://u@db.example.com/d", { mode: "verify-full" }, { mode: "verify-full" }],
    ["is off on this machine", "postgres://u@localhost/d", { mode: "verify-full" }, { mode: "disable" }],
    [
      "is what the URL says",
      "postgres://u@db.example.com/d?sslmode=disable",
      { mode: "verify-full" },
      { mode: "disable" },
    ],
    ["is off where the target says so", "postgres://u@db.example.com/d", { mode: "disable" }, { mode: "disable" }],
    [
      "is verified by the target's own authority",
      "postgres://u@localhost/d?sslmode=disable",
      { mode: "verify-full", caFile },
      { mode: "verify-full", ca: "PEM" },
    ],
  ])("%s", async (_what, url, tls, expected) => {
    expect((await read({ DRIFTWATCH_URL_ORDERS: url }, { tls })).tls).toEqual(expected);
  });

  it("with an authority that cannot be read is an error", async () => {
    const tls = { mode: "verify-full", caFile: join(directory, "none.pem") } as const;
    await expect(read({ DRIFTWATCH_URL_ORDERS: URL_THERE }, { tls })).rejects.toMatchObject({
      code: "bad-argument",
      message: `the CA file ${tls.caFile} cannot be read (ENOENT); correct tls.ca in the config`,
    });
  });
});

describe("law 11", () => {
  it("no error shows what the variable holds", async () => {
    const part = fc.constantFrom(
      "postgres://",
      "hunter2-S3CRET",
      "@",
      ":",
      "/",
      "?",
      "#",
      "%",
      "host",
      "sslmode=x",
      " ",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const outcome = await read({ DRIFTWATCH_URL_ORDERS: parts.join("") }).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) return;
        expect(outcome).toBeInstanceOf(DriftwatchError);
        expect(`${outcome.message} ${outcome.stack} ${String(outcome.cause)}`).not.toContain("S3CRET");
      }),
      { numRuns: 500 },
    );
  });
});
