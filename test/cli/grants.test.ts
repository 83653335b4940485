/** `driftwatch grants` prints SQL that runs, and the role it makes sees all that a superuser sees. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fingerprint, takeSnapshot } from "../../lib/index.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { ensureRoles } from "../support/roles.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

const HOSTILE = 'the "monitor\'s" Röle';

let own: OwnServer;
let database: OwnDatabase;
let databases = 0;

beforeAll(async () => {
  own = await ownServer();
  await ensureRoles(own.server);
});
beforeEach(async () => {
  databases += 1;
  database = await own.database(`Shop ${databases}`);
});
afterAll(() => own.stop());

async function printed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await driftwatch(["grants", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe("the SQL for the monitor's role", () => {
  it("makes a role that sees all that a superuser sees", async () => {
    for (const part of RICH_SCHEMA) await database.sql(part);
    await database.sql(`CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
      REVOKE ALL ON DATABASE "Shop ${databases}" FROM PUBLIC; REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC;
      REVOKE EXECUTE ON FUNCTION pg_catalog.pg_get_viewdef(oid), pg_catalog.pg_current_snapshot() FROM PUBLIC`);
    await database.sql(await printed("--role", HOSTILE, "--database-url", database.url()));
    const [all, seen] = [await takeSnapshot(database.url()), await takeSnapshot(database.url(HOSTILE))];
    expect(seen.unreadable).toEqual([]);
    expect(seen.unmodelled).toEqual(all.unmodelled);
    expect(fingerprint(seen)).toBe(fingerprint(all));
    const [may] = await database.sql(
      `SELECT has_table_privilege($r$${HOSTILE}$r$, 'drizzle.__drizzle_migrations', 'SELECT') AS read,
              has_table_privilege($r$${HOSTILE}$r$, 'drizzle.__drizzle_migrations', 'INSERT') AS write`,
    );
    expect(may).toEqual({ read: true, write: false });
  });

  it("is the same every time, holds no password and needs no database", async () => {
    const sql = await printed("--database", "shop");
    expect(sql.split("\n").filter((line) => !line.startsWith("--"))).toEqual([
      'CREATE ROLE "driftwatch" LOGIN;',
      'GRANT CONNECT ON DATABASE "shop" TO "driftwatch";',
      "",
    ]);
    expect(sql).not.toMatch(/PASSWORD '/);
    expect(await printed("--database", "shop")).toBe(sql);
  });

  it("is refused in one line for what cannot be", async () => {
    expectRefusal(await driftwatch(["grants"]), /no database was named; give --database, or --database-url/);
    expectRefusal(await driftwatch(["grants", "--database", "a", "--role", "pg_x"]), /--role cannot be "pg_x"/);
    expectRefusal(await driftwatch(["grants", "--database", "a", "--role", ""]), /--role cannot be ""/);
    expectRefusal(
      await driftwatch(["grants", "--database", "other", "--database-url", database.url()]),
      /--database is "other" and the URL leads to "Shop \d"/,
    );
  });
});
