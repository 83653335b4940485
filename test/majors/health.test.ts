/** The health checks on every major, and what only some of them know. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../lib/postgres/connect.ts";
import { databaseUrl, endpointOf } from "../../lib/postgres/embedded/database.ts";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { foundBy, healthOf } from "../support/health.ts";
import { CASES, run } from "../support/health-cases.ts";
import { MAJORS, startMajors } from "../support/majors.ts";
import { ensureRoles } from "../support/roles.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";

let servers: EmbeddedServer[];

beforeAll(async () => {
  servers = await startMajors();
  for (const server of servers) await ensureRoles(server);
});
afterAll(async () => {
  for (const server of servers) await server.stop();
});

/** Work in an empty database of a server. */
async function inDatabase(major: number, work: (database: WatchedDatabase, server: EmbeddedServer) => Promise<void>) {
  const server = servers.find((one) => one.major === major);
  if (!server) throw new Error(`no server of ${major}`);
  const pool = new DatabasePool(server);
  const database = await pool.take();
  try {
    await work(database, server);
  } finally {
    await database.drop();
    await pool.close();
  }
}

describe.each(MAJORS)("on %d", (major) => {
  it.each(CASES)("$check finds what it is there for, and nothing once that is mended", ({ check, sick, found, cure }) =>
    inDatabase(major, async (database) => {
      await run(database, [`CREATE SCHEMA "we.ird"; CREATE SCHEMA app`, ...sick]);
      expect(foundBy(await healthOf(database.url), check)).toEqual(found);
      await run(database, cure);
      const mended = await healthOf(database.url);
      expect(foundBy(mended, check)).toEqual([]);
      expect(mended.healthUnseen).toEqual([]);
    }),
  );
});

describe("the database's own collation", () => {
  it.each([15, 16, 17, 18])("is looked at on %d", (major) =>
    inDatabase(major, async (database, server) => {
      const name = `icu_${major}`;
      await database.sql(`CREATE DATABASE ${name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de'`);
      const url = databaseUrl(server, name);
      expect((await healthOf(url)).health).toEqual([]);
      const client = await connect(endpointOf(server, name));
      await client.query("UPDATE pg_database SET datcollversion = '1.0' WHERE datname = current_database()");
      expect(foundBy(await healthOf(url), "collation-version")).toEqual(["high database:this"]);
      await client.query(`ALTER DATABASE ${name} REFRESH COLLATION VERSION`);
      expect((await healthOf(url)).health).toEqual([]);
      await client.end();
      await database.sql(`DROP DATABASE ${name}`);
    }),
  );
});

describe("on 18", () => {
  it("a NOT NULL that was never validated is its column's, and what is not enforced is no ailment", () =>
    inDatabase(18, async (database) => {
      await database.sql(`CREATE TABLE public.t (id int PRIMARY KEY, a int); ALTER TABLE public.t ADD CONSTRAINT filled NOT NULL a NOT VALID;
        ALTER TABLE public.t ADD CONSTRAINT lax CHECK (a > 0) NOT ENFORCED`);
      const seen = await healthOf(database.url);
      expect(foundBy(seen, "constraint-not-validated")).toEqual(["medium column:public.t.a"]);
      expect(seen.health[0]?.suggestion).toBe(`validate it: ALTER TABLE "public"."t" VALIDATE CONSTRAINT "filled"`);
      await database.sql("ALTER TABLE public.t VALIDATE CONSTRAINT filled");
      expect((await healthOf(database.url)).health).toEqual([]);
    }));
});
