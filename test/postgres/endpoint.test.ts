/** Connection URLs: what is read from them, and what never leaves them. */

import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { describeEndpoint, parseDatabaseUrl } from "../../lib/postgres/endpoint.ts";

const CA = fileURLToPath(new URL("../support/certificates/ca.pem", import.meta.url));

const read = (url: string, env = {}) => parseDatabaseUrl(url, env);

function refused(url: string, env = {}): DriftwatchError {
  try {
    parseDatabaseUrl(url, env);
  } catch (error) {
    if (error instanceof DriftwatchError) return error;
    throw error;
  }
  throw new Error(`${url} was accepted`);
}

describe("parseDatabaseUrl", () => {
  it("reads every part, percent-decoded", () => {
    expect(read("postgres://a%40b:p%2Fw%23@db.example.com:6432/my%20orders")).toEqual({
      host: "db.example.com",
      port: 6432,
      database: "my orders",
      user: "a@b",
      password: "p/w#",
      tls: { mode: "verify-full" },
    });
  });

  it.each([
    ["postgresql:///db?host=/run/pg&user=me", { host: "/run/pg", user: "me" }],
    ["postgres://me@/db?host=/run/pg", { host: "/run/pg", user: "me" }],
    ["postgres://me@localhost:5432/db?host=/run/pg", { host: "/run/pg", port: 5432 }],
    ["postgres://me@%2Frun%2Fpg/db", { host: "/run/pg" }],
    ["postgres://me@[::1]:5433/db", { host: "::1", port: 5433 }],
    ["postgres://me@h/db?port=7000&password=x%3Dy", { port: 7000, password: "x=y" }],
    ["  POSTGRES://me@h/db\n", { host: "h", database: "db" }],
  ])("reads %s", (url, expected) => {
    expect(read(url)).toMatchObject(expected);
  });

  it("asks the environment for what the URL leaves out", () => {
    const env = { PGUSER: "u", PGPASSWORD: "p", PGDATABASE: "d", PGPORT: "6000", PGHOST: "/sock" };
    expect(read("postgres://", env)).toMatchObject({
      host: "/sock",
      port: 6000,
      database: "d",
      user: "u",
      password: "p",
    });
    expect(read("postgres://x:y@h:1/z", env)).toMatchObject({
      host: "h",
      port: 1,
      database: "z",
      user: "x",
      password: "y",
    });
    expect(read("postgres://u@h")).toMatchObject({ database: "u", port: 5432 });
  });

  it.each([
    ["postgres://u@db.example.com/d", "verify-full"],
    ["postgres://u@db.example.com/d?sslmode=prefer", "verify-full"],
    ["postgres://u@db.example.com/d?sslmode=require", "verify-full"],
    ["postgres://u@db.example.com/d?sslmode=disable", "disable"],
    ["postgres://u@10.0.0.1/d", "verify-full"],
    ["postgres://u@localhost/d", "disable"],
    ["postgres://u@127.0.0.1/d?sslmode=prefer", "disable"],
    ["postgres://u@127.0.0.1.example.com/d", "verify-full"],
    ["postgres://u@[::1]/d", "disable"],
    ["postgres://u@localhost/d?sslmode=verify-full", "verify-full"],
    [`postgres://u@localhost/d?sslrootcert=${CA}`, "verify-full"],
    ["postgres:///d?user=u&host=/sock&sslmode=require", "disable"],
  ])("%s means %s", (url, mode) => {
    expect(read(url).tls.mode).toBe(mode);
  });

  it("reads the CA from sslrootcert, else from PGSSLROOTCERT", () => {
    expect(read(`postgres://u@h/d?sslrootcert=${CA}`).tls.ca).toContain("BEGIN CERTIFICATE");
    expect(read("postgres://u@h/d", { PGSSLROOTCERT: CA }).tls.ca).toContain("BEGIN CERTIFICATE");
    expect(read("postgres://u@h/d?sslrootcert=system", { PGSSLROOTCERT: CA }).tls.ca).toBeUndefined();
    expect(read("postgres://u@localhost/d", { PGSSLROOTCERT: "/nowhere" }).tls).toEqual({ mode: "disable" });
    expect(refused("postgres://u@h/d?sslrootcert=/nowhere.pem").message).toContain("/nowhere.pem");
  });

  it.each([
    ["mysql://u:S3CR3T@h/d", /does not begin with postgres/],
    ["u:S3CR3T@h/d", /does not begin with postgres/],
    ["postgres://u:S3CR3T@h:x/d", /cannot be read/],
    ["postgres://u:S3CR3T@h:0/d", /port/],
    ["postgres://u:S3CR3T@h:70000/d", /cannot be read/],
    ["postgres://u:S3CR3T@a,b/d", /several hosts/],
    ["postgres://u:S3CR3T@a:1,b:2/d", /cannot be read/],
    ["postgres://u:S3CR3T%zz@h/d", /%25/],
    ["postgres://u:12/S3CR3T@h/d", /percent-encoded/],
    ["postgres://u:12#S3CR3T@h/d", /percent-encoded/],
    ["postgres://u:12?S3CR3T@h/d", /percent-encoded/],
    ["postgres://u:S3@12/CR3T@h/d", /percent-encoded/],
    ["postgres://u:12/S3CR3T#", /percent-encoded/],
    ["postgres://:S3CR3T@h/d", /no user/],
    ["postgres://u:S3CR3T@h/d?sslmode=no-verify", /sslmode=no-verify/],
    ["postgres://u:S3CR3T@h/d?sslmode=S3CR3T", /unknown sslmode/],
  ])("refuses %s without repeating it", (url, problem) => {
    const error = refused(url);
    expect(error.code).toBe("bad-argument");
    expect(error.message).toMatch(problem);
    expect(inspect(error, { depth: 9 }).replaceAll(error.stack ?? "", "") + error.message).not.toContain("S3CR3T");
  });

  it("never tells a password, whatever characters it is made of", () => {
    const noise = fc.string({ unit: fc.constantFrom(..."/?#@:%&=[]\\ \t'\"a1,;"), maxLength: 6 });
    const urls = fc
      .tuple(noise, noise, noise, fc.constantFrom("h:x/d", "h/d?sslmode=nope", "/d", "h:0/d", ":/", ""))
      .map(([a, b, user, rest]) => `postgres://u${user}:${a}S3CR3T${b}@${rest}`);
    fc.assert(
      fc.property(urls, (url) => {
        try {
          // What looks like a place must not be half a password either: places are told in every error.
          expect(describeEndpoint(parseDatabaseUrl(url, {}))).not.toContain("S3CR3T");
        } catch (error) {
          expect(error).toBeInstanceOf(DriftwatchError);
          expect(`${(error as Error).message} ${inspect((error as Error).cause, { depth: 9 })}`).not.toContain(
            "S3CR3T",
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("describeEndpoint", () => {
  it.each([
    ["postgres://u:p@db.example.com/orders", "orders on db.example.com:5432"],
    ["postgres://u:p@[::1]:1/orders", "orders on [::1]:1"],
    ["postgres://u:p@/orders?host=/run/pg", "orders on /run/pg"],
  ])("%s is %s", (url, description) => {
    expect(describeEndpoint(read(url))).toBe(description);
  });
});
