/** Whose the members of extensions are: only what somebody has given away is told, whoever installed, updated, copied or took over. */

import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { takeSnapshot } from "../../lib/index.ts";
import { databaseUrl, dropDatabase } from "../../lib/postgres/embedded/database.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { ensureRoles } from "../support/roles.ts";

/** A superuser that is not the one of initdb. */
const ADMIN = `extension_admin_${process.pid}`;
const databases: FreshDatabase[] = [];
let bystander: FreshDatabase;

const opened = async (): Promise<FreshDatabase> => {
  const database = await freshDatabase();
  databases.push(database);
  return database;
};
const told = async (url: string): Promise<string[]> =>
  [...(await takeSnapshot(url)).objects.keys()].filter((address) => address.startsWith("extension-"));

beforeAll(async () => {
  await ensureRoles();
  bystander = await freshDatabase();
  await bystander.sql(`CREATE ROLE ${ADMIN} SUPERUSER`);
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  await bystander.sql(`DROP ROLE ${ADMIN}`);
  await bystander.drop();
});

describe("nobody has given away", () => {
  it("what any extension of the server makes, whoever installs it, and nothing else of it is told", async () => {
    const database = await opened();
    await database.sql(`SET ROLE ${ADMIN}`);
    const names = await database.sql("SELECT name FROM pg_available_extensions WHERE name <> 'plpgsql' ORDER BY name");
    const made: string[] = [];
    for (const { name } of names)
      await database.sql(`CREATE EXTENSION "${name}" CASCADE`).then(
        () => made.push(`extension:${name}`),
        (error: unknown) => {
          // Comes with another that is there by now, or calls for a language that is not installed.
          const code = error instanceof Error && "code" in error ? error.code : error;
          expect(["42710", "58P01", "XX000"], String(error)).toContain(code);
        },
      );
    expect(made.length).toBeGreaterThan(35);
    const found = [...(await takeSnapshot(database.url)).objects.keys()];
    expect(
      found.filter((address) => !/^(extension|schema|owner:schema|grant:schema|comment:schema):?/.test(address)),
    ).toEqual([]);
    expect(found.filter((address) => address.startsWith("extension-"))).toEqual([]);
  });

  it("what another role updates, takes over, moves or is granted on", async () => {
    const database = await opened();
    await database.sql(`SET ROLE ${ADMIN}`);
    await database.sql("CREATE EXTENSION hstore VERSION '1.4'");
    await database.sql("RESET ROLE; CREATE EXTENSION pg_trgm VERSION '1.3'; ALTER EXTENSION hstore UPDATE");
    await database.sql(`SET ROLE ${ADMIN}; ALTER EXTENSION pg_trgm UPDATE`);
    await database.sql("RESET ROLE; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO app_ro");
    expect(await told(database.url)).toEqual([]);
    await database.sql("CREATE SCHEMA aside; ALTER EXTENSION hstore SET SCHEMA aside");
    expect(await told(database.url)).toEqual([]);
    await database.sql(`REASSIGN OWNED BY ${ADMIN} TO app_owner`);
    expect(await told(database.url)).toEqual([]);
  });

  it("what is made for a role that may not make it itself", async () => {
    const database = await opened();
    await database.sql(
      `GRANT CREATE ON DATABASE ${database.name} TO app_owner; GRANT CREATE ON SCHEMA public TO app_owner`,
    );
    await database.sql("SET ROLE app_owner; CREATE EXTENSION citext; RESET ROLE");
    expect(await told(database.url)).toEqual([]);
    await database.sql("ALTER FUNCTION citext_eq(citext, citext) OWNER TO app_owner");
    expect(await told(database.url)).toEqual([
      'extension-owner:routine.public.citext_eq."public.citext, public.citext"',
    ]);
  });

  it("what comes member by member, as where a server is upgraded", async () => {
    const database = await opened();
    await database.sql("CREATE EXTENSION pg_trgm");
    await database.sql(
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER EXTENSION pg_trgm ADD FUNCTION f()",
    );
    await database.sql("ALTER FUNCTION f() OWNER TO app_owner");
    expect(await told(database.url)).toEqual([]);
  });

  it("what a database has from the one it is a copy of", async () => {
    const original = await freshDatabase();
    await original.sql(`SET ROLE ${ADMIN}`);
    await original.sql("CREATE EXTENSION hstore; CREATE EXTENSION citext");
    await original.close();
    const copy = `${original.name}_copy`;
    try {
      await bystander.sql(`CREATE DATABASE ${copy} TEMPLATE ${original.name}`);
      const url = databaseUrl(inject("server"), copy);
      expect(await told(url)).toEqual([]);
    } finally {
      await dropDatabase(inject("server"), copy);
      await dropDatabase(inject("server"), original.name);
    }
  });
});
