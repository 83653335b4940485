/** Checks while a repeatable migration was edited and not run again yet. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, inject, it } from "vitest";
import { DEFAULT_PROFILES } from "../../lib/core/profile.ts";
import { EVERYTHING } from "../../lib/core/snapshot.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { watch } from "../support/monitoring.ts";
import { freshDatabase } from "../support/postgres.ts";
import { projectOf } from "../support/project.ts";
import { aTarget } from "../support/target.ts";

const LEDGER = `CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), description varchar(200),
  type varchar(20), script varchar(1000), checksum int, installed_by varchar(100), installed_on timestamp, execution_time int, success boolean);
  INSERT INTO flyway_schema_history VALUES (1, '1', 'm', 'SQL', 'x', NULL, 'me', now(), 1, true), (2, NULL, 'views', 'SQL', 'x', 7, 'me', now(), 1, true)`;
const BEFORE = "CREATE SCHEMA app; CREATE TABLE t (id int, name text);";
const views = (columns: string, index: string) =>
  `CREATE SCHEMA IF NOT EXISTS made; CREATE VIEW app.v AS SELECT ${columns} FROM t; COMMENT ON VIEW app.v IS '${columns}';
   CREATE MATERIALIZED VIEW made.m AS SELECT id, name FROM t; CREATE INDEX ${index} ON made.m (${columns}); COMMENT ON TABLE t IS '${columns}';`;

it("expect what it makes to be there, however that is defined", async () => {
  const scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres") });
  const files = { "V1__m.sql": BEFORE, "R__views.sql": views("id, name", "m_both") };
  const scope = { ...EVERYTHING, profiles: DEFAULT_PROFILES };
  const expected = await replay(KINDS, projectOf(files), scratch, { scope }).finally(() => scratch.close());
  const database = await freshDatabase();
  const world = watch(database.url);
  try {
    const path = world.ports.snapshots.expectedLocation(aTarget());
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, packSnapshot(expected, path));
    await database.sql([LEDGER, BEFORE, views("id", "m_id")].join(";\n"));
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", findings: [], pending: ["views"] });

    // What others made in a schema of its own is not its own.
    await database.sql("CREATE TABLE made.hotfix (id int)");
    const codes = async () => (await world.check()).findings.map(({ code, address }) => `${code} ${address}`);
    expect(await codes()).toEqual(["table.added table:made.hotfix"]);
    await database.sql("DROP TABLE made.hotfix; DROP VIEW app.v");
    expect((await codes()).sort()).toEqual(["migration.half-applied migration:views", "view.removed view:app.v"]);
    expect(world.published.map(({ transition }) => transition)).not.toContain("resolved");
    await database.sql("CREATE VIEW app.v AS SELECT 1 AS something");
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", transition: "resolved" });
  } finally {
    world.end();
    await database.drop();
  }
});
