/** Failures that no test server can be brought to. */

import { expect, it } from "vitest";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { parseDatabaseUrl } from "../../lib/postgres/endpoint.ts";
import { errorFrom } from "../../lib/postgres/failure.ts";

const endpoint = parseDatabaseUrl("postgres://app:S3CR3T@db.example.com/orders", {});

it.each([
  ["EAI_AGAIN", "getaddrinfo EAI_AGAIN db.example.com", "database-unreachable", /DNS/],
  ["ETIMEDOUT", "connect ETIMEDOUT", "database-unreachable", /security groups/],
  ["EHOSTUNREACH", "connect EHOSTUNREACH", "database-unreachable", /no route/],
  ["", "Connection terminated unexpectedly", "database-unreachable", /the connection was lost/],
  ["", "", "database-unreachable", /it failed/],
  ["SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in chain", "tls-untrusted", /sslrootcert/],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate", "tls-untrusted", /sslrootcert/],
  ["ERR_SSL_UNSUPPORTED_PROTOCOL", "unsupported protocol", "tls-unavailable", /TLS 1\.2/],
  ["EPROTO", "write EPROTO\nssl3_get_record", "tls-unavailable", /TLS 1\.2/],
  ["57P03", "the database system is starting up", "database-refused", /try again/],
  ["57P01", "terminating connection due to administrator command", "database-refused", /try again/],
  ["08P01", "unsupported startup parameter", "database-refused", /08P01/],
])("%s %s is %s", (code, message, expected, text) => {
  const error = errorFrom(Object.assign(new Error(message), code && { code }), endpoint);
  expect(error.code).toBe(expected);
  expect(error.message).toMatch(text);
  expect(error.message).toMatch(/^orders on db\.example\.com:5432: /);
  expect(error.message).not.toMatch(/\n|S3CR3T/);
});

it.each([
  ["28P01", 'password authentication failed for user "app"'],
  ["28000", 'PAM authentication failed for user "app"'],
])("%s says of a login by IAM what IAM and the role need", (code, message) => {
  const error = errorFrom(Object.assign(new Error(message), { code }), { ...endpoint, iam: true });
  expect(error).toMatchObject({
    code: "password-rejected",
    remedy:
      'GRANT rds_iam TO "app", allow rds-db:connect as app on this resource id to whoever checks, ' +
      "and see that IAM authentication is on at the database",
  });
  expect(errorFrom(Object.assign(new Error(message), { code }), endpoint).remedy).not.toContain("rds");
});

it("keeps an error that is explained already", () => {
  const error = new DriftwatchError("internal", "a", "b");
  expect(errorFrom(error, endpoint)).toBe(error);
});
