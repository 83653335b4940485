/**
 * The app as it is deployed: synthesised and deployed by the CDK into an AWS on loopback, its bundled function run with
 * the environment that deployment gave it, against a real PostgreSQL that wants TLS and a password.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { CopyObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../lib/core/report.ts";
import { type Container, LAMBDA_NODE, startContainer } from "../support/container.ts";
import { type Delivered, type Deployment, deployApp, subscribe } from "../support/deployment.ts";
import { type Moto, startMoto } from "../support/moto.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { expectPassedOver } from "../support/passed-over.ts";

const HANDLER = resolve("dist/lambda/check-drift/index.mjs");
const ACCEPT = resolve("dist/lambda/accept/index.mjs");
const CONSOLE_DEFAULT = { key1: "value1", key2: "value2", key3: "value3" };
const DEPLOY_MS = 180_000;
const DATABASES = ["orders", "billing", "crm"] as const;
type Id = (typeof DATABASES)[number];
const certificate = (name: string): string => resolve("test/support/certificates", name);

const directory = mkdtempSync(join(tmpdir(), "driftwatch-e2e-"));
/** The watcher gets in with a password over TLS only, as with RDS. */
const HBA = ["host all postgres 127.0.0.1/32 trust", "hostssl all watcher 127.0.0.1/32 scram-sha-256"];
const SCHEMA = `
  CREATE SCHEMA app;
  CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
  CREATE INDEX users_email ON app.users (email);
  ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;
  CREATE VIEW app.emails AS SELECT email FROM app.users`;

const opened: (() => Promise<unknown>)[] = [];
const containers: Container[] = [];

let moto: Moto;
let own: OwnServer;
let deployed: Deployment;
let alerts: () => Promise<Delivered[]>;
let pager: () => Promise<Delivered[]>;
let accountants: () => Promise<Delivered[]>;
const databases = new Map<Id, OwnDatabase>();
const warmed = new Map<Id, Container>();

const database = (id: Id): OwnDatabase => databases.get(id)!;
const checkOf = (id: Id, event: unknown = CONSOLE_DEFAULT): Promise<Report> => warmed.get(id)!.invoke<Report>(event);
const checkAll = (): Promise<Report[]> => Promise.all(DATABASES.map((id) => checkOf(id)));

beforeAll(async () => {
  moto = await startMoto();
  opened.push(() => moto.stop());
  const tls = { certificate: certificate("server.pem"), key: certificate("server.key") };
  own = await ownServer(HBA, tls);
  opened.push(() => own.stop());
  for (const id of DATABASES) databases.set(id, await own.database(id));
  await database("orders").sql("CREATE ROLE watcher LOGIN PASSWORD 'first-Passw0rd'");
  await Promise.all(DATABASES.map((id) => database(id).sql(SCHEMA)));
  const secrets = moto.client(SecretsManagerClient);
  for (const id of DATABASES)
    await secrets.send(new CreateSecretCommand({ Name: `driftwatch/${id}`, SecretString: secret(id) }));
  const { port } = own.server;
  deployed = await deployApp(moto, directory, [
    fields("orders"),
    { ...fields("billing"), host: "localhost", port, databaseName: "billing" },
    { ...fields("crm"), schedule: "rate(6 hours)" },
  ]);
  alerts = await subscribe(moto, deployed.topic);
  pager = await subscribe(moto, deployed.topic, "pager", { severity: ["critical", "high"] });
  accountants = await subscribe(moto, deployed.topic, "accountants", { database: ["billing"] });
  for (const id of DATABASES) warmed.set(id, await container(id));
}, DEPLOY_MS);

afterAll(async () => {
  await Promise.all(containers.map((container) => container.stop()));
  for (const close of opened.reverse()) await close();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

const fields = (id: Id) => ({ id, secret: `driftwatch/${id}`, tls: { ca: certificate("ca.pem") } });

/** The shape Secrets Manager's rotation functions keep; that of `billing` is one that RDS manages, which says less. */
function secret(id: Id, password = "first-Passw0rd"): string {
  const login = { username: "watcher", password };
  const where = { engine: "postgres", host: "localhost", port: own.server.port, dbname: id };
  return JSON.stringify(id === "billing" ? login : { ...where, ...login });
}

/** A cold container of a function. */
async function container(name: Id | "accept"): Promise<Container> {
  const path = process.env.PATH ?? "";
  const env = { ...moto.env, ...deployed.functions.get(name)?.environment, PATH: path };
  const made = await startContainer(name === "accept" ? ACCEPT : HANDLER, env);
  containers.push(made);
  return made;
}

const EXPECTED = "orders/expected.json.gz";
const DRIFT = "DROP INDEX app.users_email; ALTER TABLE app.users DISABLE ROW LEVEL SECURITY";
const REPAIR = "CREATE INDEX users_email ON app.users (email); ALTER TABLE app.users ENABLE ROW LEVEL SECURITY";

describe("the deployed fleet", () => {
  let acceptance: Container;
  const accept = (id: Id, fingerprint: string | null | undefined): Promise<unknown> =>
    acceptance.invoke({ database: id, fingerprint, by: "ada", why: "reviewed" });

  it("gives each function its target, and nothing secret", () => {
    for (const id of DATABASES) {
      const { environment } = deployed.functions.get(id)!;
      expect(Object.keys(environment)).toEqual(["DRIFTWATCH_TARGET"]);
      expect(environment.DRIFTWATCH_TARGET).not.toMatch(/Passw0rd/);
      expect(JSON.parse(environment.DRIFTWATCH_TARGET ?? "")).toMatchObject({
        id,
        secret: `driftwatch/${id}`,
        bucket: deployed.bucket,
        alertTopics: [{ arn: deployed.topic, format: "text" }],
      });
    }
    expect(deployed.functions.get("accept")?.environment).toEqual({ DRIFTWATCH_BUCKET: deployed.bucket });
  });

  it("is run here by the Node it will run on", () => {
    const major = execFileSync(LAMBDA_NODE, ["--version"], { encoding: "utf8" }).split(".")[0]?.slice(1);
    for (const { runtime } of deployed.functions.values()) expect(runtime).toBe(`nodejs${major}.x`);
  });

  it("has in its template what the emulator passes over in silence", () => {
    expectPassedOver(deployed.template, {
      orders: "cron(0 3 * * ? *)",
      billing: "cron(0 3 * * ? *)",
      crm: "rate(6 hours)",
    });
  });

  it("has nothing to compare with at first, says how to change that, and takes what somebody accepts", async () => {
    acceptance = await container("accept");
    for (const report of await checkAll()) {
      expect(report).toMatchObject({ status: "NOT_CHECKED", stored: { observed: expect.stringContaining("s3://") } });
      expect(report.nextSteps[0]).toContain(`--bucket ${deployed.bucket}`);
      await accept(report.target as Id, report.fingerprint.actual);
    }
    expect(await alerts()).toEqual([]);
    expect(await checkAll()).toMatchObject(DATABASES.map((target) => ({ target, status: "IN_SYNC" })));
  });

  it("tells of drift in two of three, each of those who asked what they asked for", async () => {
    await database("crm").sql(DRIFT);
    await database("billing").sql("CREATE INDEX users_id_email ON app.users (id, email)");
    expect((await checkAll()).map(({ status, transition }) => [status, transition])).toEqual([
      ["IN_SYNC", null],
      ["DRIFTED", "opened"],
      ["DRIFTED", "opened"],
    ]);
    const about = async (queue: () => Promise<Delivered[]>) =>
      (await queue()).map(({ attributes }) => attributes.database).sort();
    expect(await about(alerts)).toEqual(["billing", "crm"]);
    expect(await about(pager)).toEqual(["crm"]);
    expect(await about(accountants)).toEqual(["billing"]);
  });

  it("is silent when nothing has changed since", async () => {
    expect((await checkAll()).map(({ transition }) => transition)).toEqual([null, "still", "still"]);
    for (const queue of [alerts, pager, accountants]) expect(await queue()).toEqual([]);
  });

  it("ends an incident by repair, and by acceptance of what was observed, each told once", async () => {
    await database("crm").sql(REPAIR);
    const { fingerprint } = await checkOf("billing");
    expect(await accept("billing", fingerprint.actual)).toMatchObject({ status: "ACCEPTED", by: "ada" });
    expect((await checkAll()).map(({ transition }) => transition)).toEqual([null, "resolved", "resolved"]);
    const subjects = async (queue: () => Promise<Delivered[]>) => (await queue()).map(({ subject }) => subject).sort();
    const [ofBilling, ofCrm] = ["billing (1 finding gone)", "crm (2 findings gone)"];
    expect(await subjects(alerts)).toEqual([ofBilling, ofCrm].map((it) => `[RESOLVED] Schema drift: ${it}`));
    expect(await subjects(pager)).toEqual([`[RESOLVED] Schema drift: ${ofCrm}`]);
    expect(await subjects(accountants)).toEqual([`[RESOLVED] Schema drift: ${ofBilling}`]);
    expect((await checkAll()).map(({ status, transition }) => [status, transition])).toEqual(
      DATABASES.map(() => ["IN_SYNC", null]),
    );
  });
});

describe("the function of one database", () => {
  const check = (event?: unknown): Promise<Report> => checkOf("orders", event);
  const log = (): string => warmed.get("orders")!.log();

  it("is in sync with what was accepted, and well within 256 MB where nothing has moved", async () => {
    expect(await check({ full: true })).toMatchObject({ status: "IN_SYNC", unmoved: false });
    expect(await check()).toMatchObject({ status: "IN_SYNC", unmoved: true });
    const cold = await container("crm");
    expect(await cold.invoke({})).toMatchObject({ status: "IN_SYNC", unmoved: true });
    expect(cold.peak()).toBeLessThan(200);
    expect(log()).toMatch(/^\{"_aws":\{.*"Database":"orders","DriftFindings":0,"HoursSinceVerdict":0\}$/m);
  });

  it("sends exactly one alert for drift, though two cold containers find it at once", async () => {
    await database("orders").sql(DRIFT);
    const cold = await Promise.all([container("orders"), container("orders")]);
    const reports = await Promise.all(cold.map((it) => it.invoke<Report>({})));
    expect(reports.map(({ status }) => status)).toEqual(["DRIFTED", "DRIFTED"]);
    expect(reports.map(({ transition }) => transition).sort()).toEqual(["opened", "still"]);
    const [alert, ...more] = await alerts();
    expect(more).toEqual([]);
    expect(alert?.subject).toBe("[CRITICAL] Schema drift: orders (2 findings)");
    expect(alert?.attributes).toEqual({
      event: "drift",
      codes: '["table.rowSecurity.altered","index.removed"]',
      report: expect.stringMatching(/^s3:.*\/orders\/reports\/.*\.json$/),
      kinds: '["table","index"]',
      ...{ status: "DRIFTED", severity: "critical" },
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
    expect(log()).toMatch(/"DriftFindings":2/);
  });

  it("follows a password that is rotated under a warm container", async () => {
    await database("orders").sql("ALTER ROLE watcher PASSWORD 'second-Passw0rd'");
    await expect(check()).rejects.toMatchObject({
      name: "password-rejected",
      message: expect.stringMatching(/^orders could not be checked: [^\n]*check the password of watcher, [^\n]*\.$/),
    });
    await moto
      .client(SecretsManagerClient)
      .send(
        new PutSecretValueCommand({ SecretId: "driftwatch/orders", SecretString: secret("orders", "second-Passw0rd") }),
      );
    expect(await check()).toMatchObject({ status: "DRIFTED", transition: "still" });
    expect(await alerts()).toEqual([]);
  });

  it("is quiet when asked to be", async () => {
    await database("orders").sql(REPAIR);
    expect(await check({ notify: false })).toMatchObject({ status: "IN_SYNC", transition: null });
    expect(await alerts()).toEqual([]);
  });

  it("tells once that the drift is gone", async () => {
    expect(await check()).toMatchObject({ status: "IN_SYNC", transition: "resolved" });
    expect(await check()).toMatchObject({ status: "IN_SYNC", transition: null });
    const [alert, ...more] = await alerts();
    expect(more).toEqual([]);
    expect(alert?.subject).toBe("[RESOLVED] Schema drift: orders (2 findings gone)");
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
    const lines = log().trimEnd().split("\n");
    const told = lines.map((line) => JSON.parse(line) as { readonly message?: string; readonly level?: string });
    expect(told.filter(({ message }) => message?.startsWith("orders "))).toHaveLength(18);
    expect(told.filter(({ level }) => level === "ERROR")).toHaveLength(2);
    for (const { log } of containers) expect(log()).not.toMatch(/Passw0rd/);
  });
});
