/** What AWS clients throw, in words. */

import { describe, expect, it, vi } from "vitest";
import { regionOf } from "../../lib/aws/client-options.ts";
import { commonRemedy, nameOf, said, statusOf } from "../../lib/aws/failure.ts";
import { S3Objects } from "../../lib/aws/s3-client.ts";
import { refused } from "../support/aws.ts";

const network = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

describe("a failure", () => {
  it.each<[unknown, string, string]>([
    [refused("AccessDenied", 403, "Access\n  Denied"), "AccessDenied", "AccessDenied: Access Denied"],
    [refused("403", 403, "UnknownError"), "HTTP 403", "HTTP 403"],
    [refused("Unknown", 304, ""), "HTTP 304", "HTTP 304"],
    [network("ECONNREFUSED"), "ECONNREFUSED", "ECONNREFUSED: connect ECONNREFUSED"],
    [Object.assign(new AggregateError([]), { code: "ETIMEDOUT" }), "ETIMEDOUT", "ETIMEDOUT"],
    [new Error("Region is missing"), "Error", "Region is missing"],
    ["thrown text", "failure", "failure: thrown text"],
  ])("is named and told on one line: %o", (error, name, line) => {
    expect(nameOf(error)).toBe(name);
    expect(said(error)).toBe(line);
  });

  it("is told at a length people read", () => {
    expect(said(refused("Odd", 400, "x".repeat(1_000)))).toHaveLength(300);
  });

  it.each<[unknown, RegExp | undefined]>([
    [network("ECONNREFUSED"), /^check the way to S3: in a VPC it takes a VPC endpoint or a NAT gateway$/],
    [refused("TimeoutError"), /^check the way to S3/],
    [network("ENOTFOUND"), /^check the region, DNS and AWS_ENDPOINT_URL/],
    [refused("CredentialsProviderError"), /^give valid AWS credentials/],
    [new Error("Region is missing"), /^set AWS_REGION$/],
    [refused("AccessDenied", 403), undefined],
  ])("that is no refusal has a remedy of its own: %o", (error, remedy) => {
    if (remedy) expect(commonRemedy(error, "S3")).toMatch(remedy);
    else expect(commonRemedy(error, "S3")).toBeUndefined();
  });

  it("has a status only if there was an answer", () => {
    expect(statusOf(refused("AccessDenied", 403))).toBe(403);
    expect(statusOf(network("ECONNREFUSED"))).toBeUndefined();
    expect(statusOf("text")).toBeUndefined();
  });

  it("of a real client with nobody to talk to is one line", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    vi.stubEnv("AWS_REGION", "eu-west-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "a");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "hidden-S3CRET");
    const error = await new S3Objects().read({ bucket: "b", key: "k" }).catch((it: unknown) => it);
    vi.unstubAllEnvs();
    expect(error).toMatchObject({
      code: "store-unavailable",
      message: expect.stringMatching(/^s3:\/\/b\/k could not be read: ECONNREFUSED: [^\n]*; check the way to S3: /),
    });
    expect(String((error as Error).stack)).not.toContain("S3CRET");
  });
});

describe("the region of an ARN", () => {
  it.each([
    ["arn:aws:sns:eu-west-1:123456789012:topic", "eu-west-1"],
    ["arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:a-AbCdEf", "cn-north-1"],
    ["arn:aws:s3:::bucket", undefined],
    ["prod/orders", undefined],
  ])("%s", (arn, region) => expect(regionOf(arn)).toBe(region));
});
