/** Law 5: a right that is missing makes the check INCOMPLETE for the kinds that need it, and is never taken for drift. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DriftwatchError } from "../../lib/core/errors.ts";
import type { Session } from "../../lib/core/session.ts";
import { EVERYTHING, majorOf, type Snapshot } from "../../lib/core/snapshot.ts";
import { capture } from "../../lib/engine/capture.ts";
import { compare } from "../../lib/engine/compare.ts";
import { takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { endpointFrom } from "../../lib/postgres/client-config.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { ensureRoles } from "../support/roles.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";

let own: OwnServer;
let database: OwnDatabase;
let expected: Snapshot;
let session: Session;

const MAJOR = 15;
const read = KINDS.all.filter(({ query, since }) => query !== undefined && since <= MAJOR);
const catalogues = [...new Set(KINDS.all.flatMap(({ reads }) => reads))].sort();
const statements = read.flatMap(({ query, batches }) => [query?.({ major: MAJOR }, () => "true") ?? "", batches ?? ""]);
/** Whatever is written like a call; what is none has no rights to lose. */
const calls = [...new Set(statements.flatMap((sql) => sql.match(/\b[a-z_][a-z0-9_]*(?=\()/g) ?? []))].sort();

beforeAll(async () => {
  own = await ownServer();
  await ensureRoles(own.server);
  database = await own.database("shop");
  for (const part of RICH_SCHEMA) await database.sql(part);
  await database.sql("CREATE TABLE public.alembic_version (id serial, version_num varchar(32))");
  expected = await takeSnapshot(database.url("watcher"), { cluster: true });
  session = await openSession(endpointFrom(database.url("watcher")));
  expect(majorOf(expected.server)).toBe(MAJOR);
  expect(expected.unreadable).toEqual([]);
});
afterAll(async () => {
  await session.close();
  await own.stop();
});

const texts = new SqlTexts();
/** The rights are asked for by each statement, whether or not the session has been open before they were changed. */
const take = async () =>
  (await capture(session, KINDS, texts, { scope: expected.scope, now: () => new Date(0), wait: async () => {} }))
    .snapshot;
const verdict = async () => compare(KINDS, expected, await take(), {});

async function mend(remedies: readonly string[]): Promise<void> {
  for (const remedy of new Set(remedies.flatMap((text) => text.split("; ")))) {
    expect(remedy).toMatch(/^GRANT (SELECT (\([a-z_, ]+\) )?ON|EXECUTE ON FUNCTION) pg_catalog\.[^;]+ TO "watcher"$/);
    await database.sql(remedy);
  }
}

/** What puts them back: some catalogues are open in some columns only. */
async function privilegesOf(catalogue: string): Promise<string> {
  const relation = `'pg_catalog.${catalogue}'::regclass`;
  const [kept] = await database.sql(`
    SELECT quote_nullable(relacl::text) AS acl, (SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL) AS columns
    FROM pg_class c WHERE oid = ${relation}`);
  const columns = (kept?.columns ?? []) as string[];
  return [
    "SET allow_system_table_mods = on",
    `UPDATE pg_class SET relacl = ${kept?.acl}::aclitem[] WHERE oid = ${relation}`,
    "RESET allow_system_table_mods",
    ...columns.map((column) => `GRANT SELECT (${column}) ON pg_catalog.${catalogue} TO PUBLIC`),
  ].join("; ");
}

describe("SELECT on a catalogue", () => {
  it.each(catalogues)("%s", async (catalogue) => {
    const [there] = await database.sql(`SELECT to_regclass('pg_catalog.${catalogue}') IS NOT NULL AS is`);
    if (!there?.is) return;
    const before = await privilegesOf(catalogue);
    await database.sql(`REVOKE SELECT ON pg_catalog.${catalogue} FROM PUBLIC`);
    try {
      const { status, findings, unreadable } = await verdict();
      expect({ status, findings }).toEqual({ status: "INCOMPLETE", findings: [] });
      const needing = read.filter(({ reads }) => reads.includes(catalogue)).map(({ name }) => name);
      expect(unreadable.map(({ kind }) => kind)).toEqual(needing);
      await mend(unreadable.map(({ remedy }) => remedy));
      expect(await verdict()).toMatchObject({ status: "IN_SYNC", unreadable: [] });
    } finally {
      await database.sql(before);
    }
  });
});

it.each(["pg_policy", "pg_attribute", "pg_namespace"] as const)("over two connections, %s", async (catalogue) => {
  const wide = await openSession(endpointFrom(database.url("watcher")), { wideFrom: 0 });
  const options = { scope: { ...EVERYTHING, cluster: true }, now: () => new Date(0), wait: async () => {} };
  await database.sql(`REVOKE SELECT ON pg_catalog.${catalogue} FROM PUBLIC`);
  try {
    const { snapshot } = await capture(wide, KINDS, new SqlTexts(), options);
    const needing = read.filter(({ reads }) => reads.includes(catalogue)).map(({ name }) => name);
    expect(snapshot.unreadable.map(({ kind }) => kind)).toEqual(needing);
  } finally {
    await database.sql(`GRANT SELECT ON pg_catalog.${catalogue} TO PUBLIC`);
    await wide.close();
  }
});

it("hides nothing of a schema that is called like the kind", async () => {
  await database.sql("CREATE SCHEMA policy CREATE TABLE cover (id int PRIMARY KEY)");
  try {
    const whole = await take();
    await database.sql("REVOKE SELECT ON pg_policy FROM PUBLIC");
    const { status, findings } = compare(KINDS, whole, await take(), {});
    expect({ status, findings }).toEqual({ status: "INCOMPLETE", findings: [] });
  } finally {
    await database.sql("GRANT SELECT ON pg_policy TO PUBLIC; DROP SCHEMA policy CASCADE");
  }
});

describe("EXECUTE on a function", () => {
  it.each(calls)("%s", async (name) => {
    const signatures = (
      await database.sql(`SELECT oid::regprocedure::text AS is FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = '${name}' AND has_function_privilege('watcher', oid, 'EXECUTE')`)
    ).map(({ is }) => String(is));
    if (signatures.length === 0) return;
    const each = (statement: (signature: string) => string) =>
      database.sql(`SELECT 1; ${signatures.map(statement).join("; ")}`);
    await each((signature) => `REVOKE EXECUTE ON FUNCTION pg_catalog.${signature} FROM PUBLIC`);
    try {
      const seen = await verdict().catch((error: unknown) => error);
      // Without the stamp nothing that is read can be trusted, and nothing is.
      if (seen instanceof DriftwatchError) await mend([seen.remedy]);
      else {
        expect(seen).toMatchObject({ status: "INCOMPLETE", findings: [] });
        await mend((seen as Awaited<ReturnType<typeof verdict>>).unreadable.map(({ remedy }) => remedy));
      }
      expect(await verdict()).toMatchObject({ status: "IN_SYNC", unreadable: [] });
    } finally {
      await each(
        (signature) =>
          `GRANT EXECUTE ON FUNCTION pg_catalog.${signature} TO PUBLIC; REVOKE EXECUTE ON FUNCTION pg_catalog.${signature} FROM watcher`,
      );
    }
  });
});
