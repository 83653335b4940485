/** `driftwatch init` writes a config that is read, and SQL that runs; it asks people and nobody else. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as cdk from "../../lib/cdk.ts";
import { readConfig } from "../../lib/config/read-config.ts";
import { handlerDirectory } from "../infra/synth.ts";
import { type OwnServer, ownServer } from "../support/own-server.ts";
import { checkedBy } from "../support/schema.ts";
import { driftwatch, expectRefusal, SECRET } from "./driftwatch.ts";

let folder: string;
let config: string;
const problemsOf = checkedBy("docs/schemas/config.v1.json");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-init-"));
  config = join(folder, "driftwatch.config.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const init = (args: readonly string[], typed?: readonly string[]) =>
  driftwatch(["init", "--config", config, ...args], typed ? { terminal: true, typed } : {});
const written = () => JSON.parse(readFileSync(config, "utf8")) as object;

describe("with options", () => {
  it("writes a config that is read and that editors know, and nothing that was not said", async () => {
    const { code, stdout, stderr } = await init(["--database", "orders", "--secret", "prod/orders"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^wrote .*driftwatch\.config\.json and .*grants\.sql\n/);
    expect(written()).toEqual({
      $schema: "./node_modules/driftwatch/docs/schemas/config.v1.json",
      databases: [{ id: "orders", secret: "prod/orders" }],
    });
    expect(problemsOf(written())).toEqual([]);
    expect(readConfig(config).databases[0]?.schedule).toBe("cron(0 3 * * ? *)");
  });

  it("ends with an app that defines the stacks of that config, where the package is installed", async () => {
    const { stdout } = await init(["--database", "orders", "--secret", "prod/orders"]);
    const app = [...stdout.matchAll(/^ {5}(?:import \{ (.*) \} from "(.*)";|(driftMonitorStacks.*))$/gm)];
    const [library, constructs, [, , , line = ""] = []] = app;
    expect(library?.slice(1, 3)).toEqual(["App", "aws-cdk-lib"]);
    expect(constructs?.[2]).toBe("driftwatch/cdk");
    const names = constructs?.[1]?.split(", ") ?? [];
    const entry: Record<string, unknown> = {
      ...cdk,
      driftMonitorStacks: (scope: App, props: cdk.DriftMonitorStacksProps) =>
        cdk.driftMonitorStacks(scope, { ...props, handlerDirectory }),
    };
    const stacks = new Function("App", ...names, `return ${line}`)(
      class extends App {
        constructor() {
          super({ outdir: join(folder, "out") });
        }
      },
      ...names.map((name) => entry[name]),
    );
    expect(stacks.map(({ stackName }: { stackName: string }) => stackName)).toEqual(["Driftwatch"]);
    expect(stdout).toMatch(/npx cdk deploy --all --app "node driftwatch-app\.mjs"\n$/);
  });

  it("ends with what deploys the app of a clone, in one", async () => {
    const within = mkdtempSync(join(process.cwd(), "node_modules/.driftwatch-init-"));
    const path = join(within, "driftwatch.config.json");
    const { stdout } = await driftwatch(["init", "--config", path, "--database", "orders", "--secret", "prod/orders"]);
    rmSync(within, { recursive: true });
    expect(stdout).toContain(
      `npm run -s driftwatch -- doctor --database orders --config ${path}\n` +
        `3. Deploy: npm run build && npx cdk deploy --all --context config=${path}\n`,
    );
  });

  it("needs no secret where a variable has the URL, and says how to check from here", async () => {
    const { code, stdout, stderr } = await init(["--database", "orders", "--url-from-env", "ORDERS_URL"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(written()).toMatchObject({ databases: [{ id: "orders", urlFromEnv: "ORDERS_URL" }] });
    expect(problemsOf(written())).toEqual([]);
    expect(stdout).toMatch(/into ORDERS_URL\..*3\. Check: driftwatch check --database orders --config \S+\n$/s);
  });

  it("writes all that was said", async () => {
    const topic = "arn:aws:sns:eu-west-1:123456789012:on-call";
    const options = ["--database", "orders", "--secret", "prod/orders", "--host", "db.example.com", "--topic", topic];
    const more = ["--database-name", "Shop", "--schedule", "rate(6 hours)", "--time-zone", "Europe/Berlin"];
    expect((await init([...options, ...more, "--region", "eu-west-1"])).code).toBe(0);
    expect(written()).toMatchObject({
      region: "eu-west-1",
      alertTopics: [topic],
      databases: [
        { host: "db.example.com", databaseName: "Shop", schedule: "rate(6 hours)", timeZone: "Europe/Berlin" },
      ],
    });
    expect(problemsOf(written())).toEqual([]);
  });

  it("takes the secret that RDS manages, which does not say the host", async () => {
    const secret = "rds!db-0a1b2c3d-0000-4000-8000-0123456789ab";
    const { code, stderr } = await init(["--database", "shop", "--secret", secret, "--host", "h"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(readConfig(config).databases[0]).toMatchObject({ secret, host: "h" });
  });

  it.each([
    ["--database", "no spaces", /--database cannot be "no spaces"; give 1 to 64 letters/],
    ["--secret", SECRET.repeat(200), /--secret cannot be a text of \d+ characters; give the name of a Secrets Manager/],
    ["--schedule", "nightly", /--schedule cannot be "nightly"; give an EventBridge schedule/],
    ["--time-zone", "Mars", /--time-zone cannot be "Mars"; give an IANA time zone/],
    ["--topic", "on-call", /--topic cannot be "on-call"; give the ARN/],
    ["--host", `postgres://me:${SECRET}@db/x`, /--host cannot be "postgres:\/\/\*\*\*"; give a host name/],
    ["--role", "pg_monitor", /--role cannot be "pg_monitor"/],
    ["--region", "mars", /region: got "mars"/],
  ])("refuses %s %s, and writes nothing", async (option, value, line) => {
    const valid = ["--database", "orders", "--secret", "prod/orders"];
    expectRefusal(await init([...valid, option, value]), line);
    expect(existsSync(config)).toBe(false);
    expect(existsSync(join(folder, "grants.sql"))).toBe(false);
  });

  it("overwrites neither of the two files unless told to", async () => {
    const args = ["--database", "orders", "--secret", "prod/orders"];
    writeFileSync(join(folder, "grants.sql"), "mine");
    expectRefusal(await init(args), /grants\.sql" is there already; name another file, or give --force/);
    expect(existsSync(config)).toBe(false);
    expect((await init([...args, "--force"])).code).toBe(0);
    expect(readFileSync(join(folder, "grants.sql"), "utf8")).toContain("CREATE ROLE");
    expectRefusal(await init(args), /driftwatch\.config\.json" is there already/);
  });
});

describe("at a terminal", () => {
  it("asks for what no option said, and again for what will not do", async () => {
    const { code, stderr } = await init(
      ["--database", "orders"],
      ["", "prod/orders", "", "", "nightly", "rate(6 hours)", "", ""],
    );
    expect(code).toBe(0);
    expect(stderr).not.toContain("What to call the database");
    expect(stderr).toContain("When to check [cron(0 3 * * ? *)]: ");
    expect(stderr).toContain("give an EventBridge schedule");
    expect(written()).toMatchObject({
      databases: [{ id: "orders", secret: "prod/orders", schedule: "rate(6 hours)", timeZone: "UTC" }],
    });
  });

  it("asks nothing when the two needed answers are there", async () => {
    const { code, stderr } = await init(["--database", "orders", "--secret", "prod/orders"], []);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("writes nothing when the person hangs up", async () => {
    const { code, stderr } = await init([], ["orders"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no more answers came; run it again, or give options \[bad-argument\]\n$/);
    expect(existsSync(config)).toBe(false);
  });

  it("never asks where there is none, or in CI", async () => {
    expectRefusal(await init([]), /init was not told --database and --secret, and there is no terminal to ask on/);
    const inCi = await driftwatch(["init", "--config", config], {
      terminal: true,
      typed: ["orders"],
      env: { CI: "1" },
    });
    expectRefusal(inCi, /init was not told/);
  });
});

describe("the SQL", () => {
  let own: OwnServer;
  beforeAll(async () => {
    own = await ownServer();
  });
  afterAll(() => own.stop());

  it("makes the role in whichever database it is run, whatever both are called", async () => {
    const role = 'the "monitor\'s" 100%s';
    const database = await own.database("It's 100%");
    await database.sql('REVOKE CONNECT ON DATABASE "It\'s 100%" FROM PUBLIC');
    expect((await init(["--database", "orders", "--secret", "prod/orders", "--role", role])).code).toBe(0);
    await database.sql(readFileSync(join(folder, "grants.sql"), "utf8"));
    const [may] = await database.sql(
      `SELECT has_database_privilege('the "monitor''s" 100%s', current_database(), 'CONNECT') AS it`,
    );
    expect(may).toEqual({ it: true });
  });
});
