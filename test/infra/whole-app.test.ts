/**
 * The whole app of a config that uses everything, as it was last looked at: whatever changes a template shows here.
 * `npx vitest run --project unit test/infra/whole-app.test.ts -u` writes it anew; read the difference before it is kept.
 */

import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseConfig } from "../../lib/config/config-file.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { driftMonitorStacks } from "../../lib/infra/stacks.ts";
import { aSnapshot } from "../support/snapshot.ts";
import { handlerDirectory, newApp, scratch } from "./synth.ts";

const vpc = { id: "vpc-0123456789abcdef0", subnetIds: ["subnet-0123456789abcdef0"] };
const topics = "arn:aws:sns:eu-west-1:123456789012";
const CONFIG = {
  ...{ region: "eu-west-1", account: "123456789012", shards: 2, digest: "cron(0 7 ? * MON *)", tags: { team: "data" } },
  testEvents: true,
  encryptionKey: "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000",
  databases: [
    { id: "orders", secret: "prod/orders", vpc, checkOnDeploy: true, checkOnRequest: true, tls: { ca: "ca.pem" } },
    {
      id: "billing",
      iam: { user: "driftwatch", resourceId: "db-ABCDEFGH" },
      host: "db.example.com",
      alarms: { drift: true, noVerdict: true },
      alertTopics: [`${topics}:on-call`, { arn: `${topics}:pager`, format: "pager" }],
    },
    {
      id: "crm",
      secret: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm-AbCdEf",
      expected: "s3://elsewhere/crm.json",
      schedule: "rate(6 hours)",
      alarms: { errors: false, notRunning: false },
    },
    { id: "archive", secret: "prod/archive", expected: "archive.json", enabled: false },
  ],
};

/** Hashes of what is shipped change with every line of code. */
const masked = (text: string): string => text.replaceAll(/[0-9a-f]{64}/g, "<hash>");

it("is what it was", async () => {
  const directory = mkdtempSync(join(scratch, "whole-"));
  copyFileSync("test/support/certificates/ca.pem", join(directory, "ca.pem"));
  writeFileSync(join(directory, "archive.json"), packSnapshot(aSnapshot(), "archive.json"));
  const app = newApp();
  const config = parseConfig(JSON.stringify(CONFIG), join(directory, "driftwatch.config.json"));
  driftMonitorStacks(app, { config, handlerDirectory });
  const { stacks } = app.synth();
  expect(stacks.map(({ stackName }) => stackName)).toEqual(["Driftwatch", "Driftwatch-1", "Driftwatch-2"]);
  for (const { stackName, template } of stacks)
    await expect(masked(`${JSON.stringify(template, null, 2)}\n`)).toMatchFileSnapshot(
      `whole-app/${stackName}.template.snap`,
    );
});
