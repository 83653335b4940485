/**
 * The app as it is deployed: synthesised and deployed by the CDK into an AWS on loopback, its bundled function run with
 * the environment that deployment gave it, against a real PostgreSQL that wants TLS and a password.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { CopyObjectCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../lib/core/report.ts";
import { type Container, startContainer } from "../support/container.ts";
import { type Delivered, type Deployment, deployApp, subscribe } from "../support/deployment.ts";
import { type Moto, startMoto } from "../support/moto.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";

const HANDLER = resolve("dist/lambda/check-drift/index.mjs");
const CONSOLE_DEFAULT = { key1: "value1", key2: "value2", key3: "value3" };
const DEPLOY_MS = 180_000;
const certificate = (name: string): string => resolve("test/support/certificates", name);

const directory = mkdtempSync(join(tmpdir(), "driftwatch-e2e-"));
/** The watcher gets in with a password over TLS only, as with RDS. */
const HBA = ["host all postgres 127.0.0.1/32 trust", "hostssl all watcher 127.0.0.1/32 scram-sha-256"];

const opened: (() => Promise<unknown>)[] = [];
const containers: Container[] = [];

let moto: Moto;
let own: OwnServer;
let database: OwnDatabase;
let deployed: Deployment;
let alerts: () => Promise<Delivered[]>;

beforeAll(async () => {
  moto = await startMoto();
  opened.push(() => moto.stop());
  const tls = { certificate: certificate("server.pem"), key: certificate("server.key") };
  own = await ownServer(HBA, tls);
  opened.push(() => own.stop());
  database = await own.database("orders");
  await moto
    .client(SecretsManagerClient)
    .send(new CreateSecretCommand({ Name: "driftwatch/orders", SecretString: secret("first-Passw0rd") }));
  deployed = await deployApp(moto, directory, { secret: "driftwatch/orders", tls: { ca: certificate("ca.pem") } });
  alerts = await subscribe(moto, deployed.topic);
}, DEPLOY_MS);

afterAll(async () => {
  await Promise.all(containers.map((container) => container.stop()));
  for (const close of opened.reverse()) await close();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

/** The shape Secrets Manager's rotation functions keep. */
const secret = (password: string): string =>
  JSON.stringify({
    ...{ engine: "postgres", host: "localhost", port: own.server.port, dbname: "orders" },
    ...{ username: "watcher", password },
  });

/** A cold container of the function. */
async function container(): Promise<Container> {
  const path = process.env.PATH ?? "";
  const env = { ...moto.env, ...deployed.environment, PATH: path };
  const made = await startContainer(HANDLER, env, process.env.DRIFTWATCH_E2E_NODE);
  containers.push(made);
  return made;
}

async function keys(): Promise<string[]> {
  const { Contents = [] } = await moto.client(S3Client).send(new ListObjectsV2Command({ Bucket: deployed.bucket }));
  return Contents.map(({ Key = "" }) => Key);
}

const EXPECTED = "orders/expected.json.gz";
const DRIFT = "DROP INDEX app.users_email; ALTER TABLE app.users DISABLE ROW LEVEL SECURITY";
const REPAIR = "CREATE INDEX users_email ON app.users (email); ALTER TABLE app.users ENABLE ROW LEVEL SECURITY";

describe("the deployed app", () => {
  let warm: Container;
  const check = (event: unknown = CONSOLE_DEFAULT): Promise<Report> => warm.invoke<Report>(event);

  beforeAll(async () => {
    await database.sql(`
      CREATE ROLE watcher LOGIN PASSWORD 'first-Passw0rd';
      CREATE SCHEMA app;
      CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
      CREATE INDEX users_email ON app.users (email);
      ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;
      CREATE VIEW app.emails AS SELECT email FROM app.users`);
    warm = await container();
  });

  it("gives the function its target and nothing secret", () => {
    expect(Object.keys(deployed.environment)).toEqual(["DRIFTWATCH_TARGET"]);
    expect(deployed.environment.DRIFTWATCH_TARGET).not.toMatch(/Passw0rd/);
    expect(JSON.parse(deployed.environment.DRIFTWATCH_TARGET ?? "")).toMatchObject({
      id: "orders",
      secret: "driftwatch/orders",
      bucket: deployed.bucket,
      alertTopics: [{ arn: deployed.topic, format: "text" }],
    });
  });

  it("has nothing to compare with at first, and says how to change that", async () => {
    const report = await check();
    expect(report).toMatchObject({ status: "NOT_CHECKED", stored: { observed: expect.stringContaining("s3://") } });
    expect(report.nextSteps[0]).toContain(`--bucket ${deployed.bucket}`);
    const key = report.stored.observed?.replace(`s3://${deployed.bucket}/`, "") ?? "";
    expect(await keys()).toEqual(expect.arrayContaining([key, "orders/state.json"]));
    await moto
      .client(S3Client)
      .send(new CopyObjectCommand({ Bucket: deployed.bucket, Key: EXPECTED, CopySource: `${deployed.bucket}/${key}` }));
    expect(await alerts()).toEqual([]);
  });

  it("is in sync with what was accepted", async () => {
    expect(await check()).toMatchObject({ status: "IN_SYNC", unmoved: false });
    expect(await check()).toMatchObject({ status: "IN_SYNC", unmoved: true });
    expect(await alerts()).toEqual([]);
    expect(warm.log()).toMatch(/^\{"_aws":\{.*"Database":"orders","DriftFindings":0\}$/m);
  });

  it("sends exactly one alert for drift, though two cold containers find it at once", async () => {
    await database.sql(DRIFT);
    const cold = await Promise.all([container(), container()]);
    const reports = await Promise.all(cold.map((it) => it.invoke<Report>({})));
    expect(reports.map(({ status }) => status)).toEqual(["DRIFTED", "DRIFTED"]);
    expect(reports.map(({ transition }) => transition).sort()).toEqual(["opened", "still"]);
    const [alert, ...more] = await alerts();
    expect(more).toEqual([]);
    expect(alert?.subject).toBe("[CRITICAL] Schema drift: orders (2 changes)");
    expect(alert?.attributes).toEqual({
      event: "drift",
      codes: '["table.rowSecurity.altered","index.removed"]',
      kinds: '["table","index"]',
      status: "DRIFTED",
      severity: "critical",
      database: "orders",
      transition: "opened",
    });
    expect(alert?.message).toContain("users_email");
    expect(alert?.message).toContain(reports.find(({ transition }) => transition === "opened")?.stored.report);
  });

  it("keeps the report where the alert says", async () => {
    const { stored } = await check();
    const key = stored.report?.replace(`s3://${deployed.bucket}/`, "");
    const { Body } = await moto.client(S3Client).send(new GetObjectCommand({ Bucket: deployed.bucket, Key: key }));
    expect(JSON.parse((await Body?.transformToString()) ?? "")).toMatchObject({
      status: "DRIFTED",
      transition: "opened",
      findings: { length: 2 },
      remediation: { statements: { length: 2 } },
    });
  });

  it("keeps the page for people beside it, with the style and script that the bundle carries", async () => {
    const { stored } = await check();
    expect(stored.page).toBe(stored.report?.replace(/\.json$/, ".html"));
    const key = stored.page?.replace(`s3://${deployed.bucket}/`, "");
    const found = await moto.client(S3Client).send(new GetObjectCommand({ Bucket: deployed.bucket, Key: key }));
    expect(found.ContentType).toBe("text/html; charset=utf-8");
    const page = (await found.Body?.transformToString()) ?? "";
    expect(page).toMatch(/^<!doctype html>[\s\S]*<title>orders: drifted<\/title>/);
    for (const name of ["page.css", "page.js"])
      expect(page).toContain(readFileSync(join(dirname(HANDLER), name), "utf8"));
  });

  it("says nothing twice", async () => {
    expect(await check()).toMatchObject({ status: "DRIFTED", transition: "still", unmoved: true });
    expect(await check({ full: true })).toMatchObject({ status: "DRIFTED", transition: "still", unmoved: false });
    expect(await alerts()).toEqual([]);
    expect(warm.log()).toMatch(/"DriftFindings":2/);
  });

  it("follows a password that is rotated under a warm container", async () => {
    await database.sql("ALTER ROLE watcher PASSWORD 'second-Passw0rd'");
    await expect(check()).rejects.toMatchObject({
      name: "password-rejected",
      message: expect.stringMatching(/^orders could not be checked: [^\n]*check the password of watcher\.$/),
    });
    await moto
      .client(SecretsManagerClient)
      .send(new PutSecretValueCommand({ SecretId: "driftwatch/orders", SecretString: secret("second-Passw0rd") }));
    expect(await check()).toMatchObject({ status: "DRIFTED", transition: "still" });
    expect(await alerts()).toEqual([]);
  });

  it("is quiet when asked to be", async () => {
    await database.sql(REPAIR);
    expect(await check({ notify: false })).toMatchObject({ status: "IN_SYNC", transition: null });
    expect(await alerts()).toEqual([]);
  });

  it("tells once that the drift is gone", async () => {
    expect(await check()).toMatchObject({ status: "IN_SYNC", transition: "resolved" });
    expect(await check()).toMatchObject({ status: "IN_SYNC", transition: null });
    const [alert, ...more] = await alerts();
    expect(more).toEqual([]);
    expect(alert?.subject).toBe("[RESOLVED] Schema drift: orders (2 changes gone)");
    expect(alert?.attributes).toMatchObject({ status: "IN_SYNC", transition: "resolved" });
  });

  it("throws one line when it cannot check, and stays able to", async () => {
    const bucket = { Bucket: deployed.bucket, Key: EXPECTED, CopySource: `${deployed.bucket}/orders/state.json` };
    await moto.client(S3Client).send(new CopyObjectCommand(bucket));
    const failure = (await check().catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({ name: "snapshot-format" });
    expect(failure.message).toMatch(
      /^orders could not be checked: s3:\/\/[^\n]* is not a driftwatch snapshot; [^\n]*$/,
    );
    expect(failure.stack).toBe(`${failure.name}: ${failure.message}`);
  });

  it("has left a line in the log for every check, and no secret in any", () => {
    const lines = warm.log().trimEnd().split("\n");
    const told = lines.map((line) => JSON.parse(line) as { readonly message?: string; readonly level?: string });
    expect(told.filter(({ message }) => message?.startsWith("orders "))).toHaveLength(13);
    expect(told.filter(({ level }) => level === "ERROR")).toHaveLength(2);
    for (const { log } of containers) expect(log()).not.toMatch(/Passw0rd/);
  });
});
