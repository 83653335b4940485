/** docs/security.md names every permission that a template holds, and every link of the page leads somewhere. */

import { existsSync, readFileSync } from "node:fs";
import type { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../lib/config/config-file.ts";
import { driftMonitorStacks } from "../../lib/infra/stacks.ts";
import { handlerDirectory, newApp, type Statement } from "../infra/synth.ts";

const page = readFileSync("docs/security.md", "utf8");
const VPC = { id: "vpc-0123456789abcdef0", subnetIds: ["subnet-0123456789abcdef0"] };
const config = {
  digest: "cron(0 7 ? * MON *)",
  databases: [
    { id: "orders", secret: "prod/orders", vpc: VPC, expected: "s3://snapshots/orders.json" },
    { id: "billing", iam: { user: "driftwatch", resourceId: "db-ABCDEFGH" }, host: "db.example.com" },
  ],
};

const statements = (stack: Stack): Statement[] =>
  Object.values(Template.fromStack(stack).findResources("AWS::IAM::Role")).flatMap(({ Properties }) =>
    (Properties.Policies ?? []).flatMap(
      (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
    ),
  );

describe("the page on security", () => {
  const parsed = parseConfig(JSON.stringify(config), "driftwatch.config.json");
  const all = driftMonitorStacks(newApp(), { config: parsed, handlerDirectory }).flatMap(statements);

  it("names every statement", () => {
    const sids = [...new Set(all.map(({ Sid = "" }) => Sid.replace(/^(Tell|Encrypt)\d+$/, "PublishAlerts")))];
    expect(sids.length).toBeGreaterThan(15);
    expect(sids.filter((sid) => !page.includes(`\`${sid}\``))).toEqual([]);
  });

  it("explains every wildcard", () => {
    const whole = all.filter(({ Resource }) => Resource === "*").map(({ Sid }) => Sid);
    expect([...new Set(whole)]).toEqual(["JoinVpc"]);
  });

  it("has links that lead somewhere", () => {
    const links = [...page.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((link) => `docs/${link[1]}`);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });
});
