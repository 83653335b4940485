/** Every health check: what it finds, what it lets be, and that it needs no more than CONNECT. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { HEALTH_CHECKS } from "../../../lib/core/health.ts";
import { HEALTH } from "../../../lib/kinds/health/registry.ts";
import { connect } from "../../../lib/postgres/connect.ts";
import { databaseUrl } from "../../../lib/postgres/embedded/database.ts";
import { DatabasePool } from "../../support/database-pool.ts";
import { foundBy, healthOf } from "../../support/health.ts";
import { CASES, run } from "../../support/health-cases.ts";
import { ensureRoles } from "../../support/roles.ts";
import type { WatchedDatabase } from "../../support/watched-database.ts";

const pool = new DatabasePool();
let database: WatchedDatabase;

beforeAll(() => ensureRoles());
beforeEach(async () => {
  database = await pool.take();
  await database.sql(`CREATE SCHEMA "we.ird"; CREATE SCHEMA app`);
});
afterEach(() => pool.giveBack(database));
afterAll(() => pool.close());

const watcherUrl = () => databaseUrl({ ...inject("server"), user: "watcher" }, database.name);

describe("a health check", () => {
  it("has a case here and a place in the registry", () => {
    expect(CASES.map(({ check }) => check)).toEqual([...HEALTH_CHECKS]);
    expect(HEALTH.map(({ name }) => name)).toEqual([...HEALTH_CHECKS]);
  });

  it.each(CASES)("$check finds what it is there for, and nothing once that is mended", async ({ check, ...one }) => {
    await run(database, one.sick);
    const seen = await healthOf(database.url);
    expect(foundBy(seen, check)).toEqual(one.found);
    expect(seen.healthUnseen).toEqual([]);
    await run(database, one.cure);
    expect(foundBy(await healthOf(database.url), check)).toEqual([]);
  });

  it.each(CASES.filter(({ check }) => check !== "sequence-exhaustion"))(
    "$check sees the same with no right but CONNECT",
    async ({ check, sick, found }) => {
      await run(database, sick);
      expect(foundBy(await healthOf(watcherUrl()), check)).toEqual(found);
    },
  );

  it("lets be what belongs to an extension, and what is temporary", async () => {
    await database.sql(
      `CREATE EXTENSION earthdistance CASCADE; CREATE TEMPORARY TABLE t (a int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a)`,
    );
    expect((await healthOf(database.url)).health).toEqual([]);
  });
});

describe("an index that is being built", () => {
  it("is none that is not valid", async () => {
    await database.sql("CREATE TABLE app.t (a int); INSERT INTO app.t VALUES (1)");
    const [holder, builder] = [await connect(database.endpoint), await connect(database.endpoint)];
    try {
      await holder.query("BEGIN; UPDATE app.t SET a = 2");
      const built = builder.query("CREATE INDEX CONCURRENTLY slow ON app.t (a)");
      for (let there = 0; there === 0; )
        there = (await database.sql("SELECT FROM pg_class WHERE relname = 'slow'")).length;
      expect(foundBy(await healthOf(database.url), "index-invalid")).toEqual([]);
      expect(foundBy(await healthOf(watcherUrl()), "index-invalid")).toEqual([]);
      await holder.query("COMMIT");
      await built;
    } finally {
      await holder.end();
      await builder.end();
    }
  });
});
