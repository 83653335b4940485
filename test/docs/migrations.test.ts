/** docs/migrations.md is true: its commands do what it says, and its tables list what there is. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerFindings, MIGRATION_STATES } from "../../lib/migrations/findings.ts";
import { LAYOUT_NAMES } from "../../lib/migrations/project.ts";
import { driftwatch } from "../cli/driftwatch.ts";
import { configStack } from "../infra/synth.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { directoryOf } from "../support/project.ts";

const PAGE = readFileSync("docs/migrations.md", "utf8");

/** The first column of the table under a heading. */
const firstColumn = (heading: string): string[] =>
  (PAGE.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));

const commands = [...PAGE.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) =>
  block.split("\n").filter((line) => line.startsWith("driftwatch ")),
);

const ORDERS = "-- migrate:up\nCREATE TABLE orders (id int);\n-- migrate:down\n";
const PAID = "-- migrate:up\nALTER TABLE orders ADD paid boolean;\n";

let database: FreshDatabase;
let expected: Buffer;
let observed: Buffer;
beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(`
    CREATE TABLE orders (id int); CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
    INSERT INTO schema_migrations VALUES ('1')`);
  const folder = mkdtempSync(join(tmpdir(), "driftwatch-docs-"));
  const written = async (...args: readonly string[]) => {
    const out = join(folder, "written.json.gz");
    expect(await driftwatch([...args, "--out", out])).toMatchObject({ code: 0 });
    return readFileSync(out);
  };
  observed = await written("snapshot", "--database-url", database.url);
  mkdirSync(join(folder, "migrations"));
  writeFileSync(join(folder, "migrations", "1_orders.sql"), ORDERS);
  expected = await written("replay", "--migrations", join(folder, "migrations"));
  rmSync(folder, { recursive: true });
});
afterAll(() => database.drop());

describe("the page on migrations", () => {
  it("lists every layout and every state", () => {
    expect(firstColumn("Whose migrations").sort()).toEqual([...LAYOUT_NAMES].sort());
    expect(firstColumn("Three witnesses").sort()).toEqual([...MIGRATION_STATES].sort());
    expect(
      ledgerFindings({ ledger: { found: "absent", kind: "x" }, migrations: [], heads: [], unattributed: [] }),
    ).toMatchObject([{ code: "migration.ledger-absent", severity: "high" }]);
  });

  it("has commands", () => expect(commands.length).toBeGreaterThan(6));

  it.each(commands)("is right: %s", async (line) => {
    const [command = "", said] = line.split(/\s+# exit code /);
    const code = Number(said?.[0] ?? 0);
    const folder = directoryOf({
      ...{ "main/db/migrations/1_orders.sql": ORDERS, "db/migrations/1_orders.sql": ORDERS },
      ...(code === 2 ? { "db/migrations/2_paid.sql": PAID } : {}),
    });
    mkdirSync(join(folder, "out"));
    writeFileSync(join(folder, "observed.json.gz"), observed);
    writeFileSync(join(folder, "expected.json.gz"), expected);
    const args = command
      .replace("driftwatch ", "")
      .replace("s3://BUCKET/orders", "out")
      .replace(" --postgres 16", "")
      .replaceAll('"$DATABASE_URL"', database.url)
      .replaceAll(/((?:main\/)?db\/migrations|(?:out\/)?expected\.json\.gz|observed\.json\.gz)/g, (name) =>
        join(folder, name),
      )
      .split(" ");
    const outcome = await driftwatch(args);
    expect(outcome.code, outcome.stderr).toBe(code);
    if (code === 2) expect(outcome.stdout).toMatch(/orders\.paid/);
  });

  it("has a replay whose file the CDK app takes", () => {
    const folder = directoryOf({ "expected.json.gz": expected });
    const config = { databases: [{ id: "orders", secret: "x", expected: "expected.json.gz" }] };
    const { asset } =
      configStack(config, join(folder, "driftwatch.config.json"))
        .node.findAll()
        .flatMap((construct) =>
          construct instanceof Asset && construct.node.id === "Expected" ? [{ asset: construct }] : [],
        )[0] ?? {};
    expect(asset?.isFile).toBe(true);
  });

  it("has a replay that leaves what is published as it is when it fails", async () => {
    const published = join(directoryOf({ "expected.json.gz": "as it was" }), "expected.json.gz");
    const broken = directoryOf({ "1_a.sql": "-- migrate:up\nCREATE TABEL a (id int);\n" });
    expect(await driftwatch(["replay", "--migrations", broken, "--out", published])).toMatchObject({ code: 1 });
    expect(readFileSync(published, "utf8")).toBe("as it was");
  });
});
