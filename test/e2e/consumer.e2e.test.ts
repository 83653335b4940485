/** The package as others have it: packed, installed into an empty CDK app, type-checked, synthesised, and run. */

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase } from "../support/postgres.ts";

const INSTALL_MS = 300_000;
const own = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly version: string;
  readonly peerDependencies: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
};
const directory = mkdtempSync(join(tmpdir(), "driftwatch-consumer-"));
const run = (program: string, ...args: string[]) =>
  promisify(execFile)(program, args, { cwd: directory, env: { ...process.env, CDK_OUTDIR: join(directory, "out") } });

const APP = `
import { App, Duration, Stack, aws_scheduler as scheduler, aws_secretsmanager as secretsmanager, aws_sns as sns } from "aws-cdk-lib";
import { DriftMonitor, DriftMonitorFleet, MonitoredDatabase } from "driftwatch/cdk";

const app = new App();
const stack = new Stack(app, "Consumer");
const secret = secretsmanager.Secret.fromSecretNameV2(stack, "Secret", "prod/orders");
const monitor = new DriftMonitor(stack, "Orders", {
  database: MonitoredDatabase.fromSecret(secret, { databaseName: "orders" }),
  schedule: scheduler.ScheduleExpression.rate(Duration.hours(6)),
  alertTopics: [new sns.Topic(stack, "OnCall")],
});
monitor.metricDriftFindings().createAlarm(stack, "Drift", { threshold: 1, evaluationPeriods: 1 });
new DriftMonitorFleet(stack, "Fleet").addMonitor("billing", { database: MonitoredDatabase.fromSecret(secret) });
app.synth();
`;

const SCRIPT = `
import { findRenames, fingerprint, judge, type Snapshot, takeSnapshot } from "driftwatch";

const taken = takeSnapshot({ host: "db", user: "me", ssl: { ca: "pem" } }, { profiles: ["rds"] });
// Types that were lost would let all of this pass.
// @ts-expect-error
taken.then((snapshot) => snapshot.nothing);
export const findings = async (expected: Snapshot) => {
  const actual = await taken;
  if (fingerprint(expected) === fingerprint(actual)) return [];
  return judge(expected, actual, await findRenames(expected, actual)).map(({ code }) => code.toUpperCase());
};
`;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)("npm", ["pack", "--silent", "--pack-destination", directory]);
  const cdk = { "aws-cdk-lib": own.devDependencies["aws-cdk-lib"], constructs: own.devDependencies.constructs };
  const tools = { typescript: own.devDependencies.typescript, "@types/node": own.devDependencies["@types/node"] };
  const dependencies = { driftwatch: `file:${stdout.trim()}`, ...cdk, ...tools };
  writeFileSync(join(directory, "package.json"), JSON.stringify({ type: "module", private: true, dependencies }));
  const compilerOptions = {
    ...{ module: "nodenext", target: "es2022", strict: true, noEmit: true, skipLibCheck: true, types: ["node"] },
  };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts", "script.ts"] }));
  writeFileSync(join(directory, "app.ts"), APP);
  writeFileSync(join(directory, "app.js"), APP);
  writeFileSync(join(directory, "script.ts"), SCRIPT);
  await run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts");
}, INSTALL_MS);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Where in a tree of node_modules a package lies. */
function placesOf(name: string, folder = join(directory, "node_modules")): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [];
    const here = path.endsWith(join("node_modules", name)) ? [path] : [];
    return [...here, ...placesOf(name, entry.name.startsWith("@") ? path : join(path, "node_modules"))];
  });
}

describe("the packed package", () => {
  it.each([
    ["node16", "node16"],
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])(
    "has types that a consumer's code checks against, and that check themselves (%s, %s)",
    async (module, resolution) => {
      const told = ["--module", module, "--moduleResolution", resolution, "--skipLibCheck", "false"];
      await expect(run("npx", "--no-install", "tsc", "-p", ".", ...told)).resolves.toMatchObject({ stdout: "" });
    },
    120_000,
  );

  it("is there for CommonJS, too, as `cdk init` writes apps", async () => {
    const script = 'process.stdout.write(typeof require("driftwatch/cdk").DriftMonitor)';
    expect((await run(process.execPath, "--input-type=commonjs", "-e", script)).stdout).toBe("function");
  }, 120_000);

  it("synthesises with the functions it brings along", async () => {
    await run(process.execPath, "app.js");
    const template = JSON.parse(readFileSync(join(directory, "out/Consumer.template.json"), "utf8")) as {
      Resources: Record<string, { Type: string; Properties: { Handler?: string; Runtime?: string } }>;
    };
    const functions = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::Lambda::Function");
    expect(functions.map(({ Properties }) => [Properties.Handler, Properties.Runtime])).toEqual(
      functions.map(() => ["index.handler", "nodejs24.x"]),
    );
    expect(functions).toHaveLength(3);
    const assets = readdirSync(join(directory, "out")).filter((name) => name.startsWith("asset."));
    for (const asset of assets) expect(existsSync(join(directory, "out", asset, "index.mjs"))).toBe(true);
    expect(assets).toHaveLength(2);
  }, 120_000);

  it("has a command", async () => {
    const { stdout } = await run("npx", "--no-install", "driftwatch", "--help");
    expect(stdout).toMatch(/^Usage: driftwatch/);
    expect((await run("npx", "--no-install", "driftwatch", "--version")).stdout).toBe(`${own.version}\n`);
    await run("npx", "--no-install", "driftwatch", "init", "--database", "orders", "--secret", "prod/orders");
    const { $schema } = JSON.parse(readFileSync(join(directory, "driftwatch.config.json"), "utf8")) as {
      $schema: string;
    };
    expect(existsSync(resolve(directory, $schema))).toBe(true);
  }, 120_000);

  it("reads a database, and draws a page from what lies beside its code", async () => {
    const database = await freshDatabase();
    try {
      const command = (...words: string[]) => run("npx", "--no-install", "driftwatch", ...words);
      await command("snapshot", "--database-url", database.url, "--out", "was.json");
      await database.sql("CREATE VIEW drifted AS SELECT 1 AS one");
      await expect(command("diff", "was.json", database.url, "--format", "html")).rejects.toMatchObject({
        ...{ code: 2, stdout: expect.stringMatching(/^<!doctype html>.*<style>.*drifted.*<script/s) },
      });
    } finally {
      await database.drop();
    }
  }, 120_000);

  it("leaves the CDK to the consumer, and brings nothing twice", () => {
    expect(Object.keys(own.peerDependencies)).toEqual(["aws-cdk-lib", "constructs"]);
    for (const name of [...Object.keys(own.peerDependencies), "driftwatch", "pg", "zod", "libpg-query"])
      expect(placesOf(name)).toHaveLength(1);
    for (const name of Object.keys(own.peerDependencies)) expect(own.dependencies).not.toHaveProperty(name);
  });

  it("holds what is needed to run, and no tests", () => {
    const root = join(directory, "node_modules/driftwatch");
    expect(readdirSync(root).sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "dist", "docs", "package.json"]);
    expect(readdirSync(join(root, "dist/lambda")).sort()).toEqual(["accept", "check-drift", "digest"]);
    for (const name of ["accept", "digest"])
      expect(readdirSync(join(root, "dist/lambda", name))).not.toContain("node_modules");
  });
});
