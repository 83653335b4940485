/** The app of a config that uses everything, before three judges: CDK's own validator, cdk-nag's AwsSolutions, cfn-lint. */

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const SYNTH_MS = 180_000;
const directory = mkdtempSync(join(tmpdir(), "driftwatch-templates-"));
const out = join(directory, "out");
const vpc = { id: "vpc-0123456789abcdef0", subnetIds: ["subnet-0123456789abcdef0"] };
const CONFIG = {
  ...{ region: "eu-west-1", account: "123456789012", digest: "cron(0 7 ? * MON *)" },
  testEvents: true,
  encryptionKey: "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000",
  databases: [
    { id: "orders", secret: "prod/orders", vpc, checkOnDeploy: true, checkOnRequest: true },
    {
      id: "billing",
      iam: { user: "driftwatch", resourceId: "db-ABCDEFGH" },
      host: "db.example.com",
      alarms: { drift: true, noVerdict: true },
    },
    {
      id: "crm",
      secret: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm-AbCdEf",
      expected: "s3://elsewhere/crm.json",
    },
  ],
};

interface Judgement {
  readonly pluginName: string;
  readonly conclusion: string;
  readonly violations: readonly {
    readonly ruleName: string;
    readonly violatingConstructs: readonly { constructPath: string }[];
  }[];
}

const run = promisify(execFile);
const config = join(directory, "driftwatch.config.json");

beforeAll(async () => {
  await run("npm", ["ls", "--prefix", "test/nag"]).catch(() => run("npm", ["ci", "--prefix", "test/nag"]));
  writeFileSync(config, JSON.stringify(CONFIG));
}, SYNTH_MS);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What a judge found, by the constructs it is about. */
async function judged(judge: string, ...control: string[]): Promise<string[]> {
  const env: NodeJS.ProcessEnv = { ...process.env, CDK_OUTDIR: out };
  delete env.CDK_VALIDATION;
  // It ends with an error when something was found: what it was is read.
  await run(process.execPath, ["--import", "tsx", "test/nag/app.ts", judge, config, ...control], { env }).catch(
    () => undefined,
  );
  const report = JSON.parse(readFileSync(join(out, "validation-report.json"), "utf8")) as {
    pluginReports: Judgement[];
  };
  return report.pluginReports.flatMap(({ pluginName, violations }) =>
    violations.flatMap((it) => it.violatingConstructs.map(({ constructPath }) => `${pluginName}: ${constructPath}`)),
  );
}

describe.each([
  ["cdk", "CloudFormation Validate"],
  ["nag", "AwsSolutions"],
])("the templates before %s", (judge, name) => {
  it(
    "have nothing that is not acknowledged where it is made",
    async () => {
      expect(await judged(judge)).toEqual([]);
    },
    SYNTH_MS,
  );

  it(
    "are looked at: what is wrong is found",
    async () => {
      expect(new Set(await judged(judge, "control"))).toEqual(new Set([`${name}: Control/Queue`]));
    },
    SYNTH_MS,
  );
});

describe("the templates before cfn-lint", () => {
  it("are clean", async () => {
    // W3005: the CDK writes down dependencies that follow anyway.
    const args = [
      "--regions",
      "eu-west-1",
      "--ignore-checks",
      "W3005",
      "--template",
      join(out, "Driftwatch.template.json"),
    ];
    const { stdout } = await run("cfn-lint", args);
    expect(stdout).toBe("");
  }, 120_000);
});
