/** A database without an encoding, SQL_ASCII: it holds bytes, and those of an old program are no UTF-8. */

import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { fingerprint } from "../../lib/core/fingerprint.ts";
import { EVERYTHING } from "../../lib/core/snapshot.ts";
import { capture } from "../../lib/engine/capture.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { dropDatabase, endpointOf } from "../../lib/postgres/embedded/database.ts";
import { openScript, type ScriptConnection } from "../../lib/postgres/script.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let beside: FreshDatabase;
let script: ScriptConnection;
const server = inject("server");
const nameOf = () => `${beside.name}_bytes`;

beforeAll(async () => {
  beside = await freshDatabase();
  await beside.sql(`CREATE DATABASE ${nameOf()} ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`);
  script = await openScript(endpointOf(server, nameOf()));
  // E9 is é in LATIN1, C3A9 in UTF-8.
  await script.run(String.raw`
    DO $$ BEGIN EXECUTE 'CREATE TABLE "caf' || E'\xe9' || '" (id int, note text DEFAULT ''na' || E'\xef' || 've'')'; END $$;
    CREATE TABLE t (a text DEFAULT E'\xc3\xa9');
    CREATE FUNCTION f() RETURNS text LANGUAGE sql AS E'SELECT ''\xe9''::text';
    COMMENT ON TABLE t IS E'caf\xe9'`);
});
afterAll(async () => {
  await script.close();
  await dropDatabase(server, nameOf());
  await beside.drop();
});

async function captured() {
  const session = await openSession(endpointOf(server, nameOf()));
  try {
    return (
      await capture(session, KINDS, new SqlTexts(), { scope: EVERYTHING, now: () => new Date(0), wait: async () => {} })
    ).snapshot;
  } finally {
    await session.close();
  }
}

describe("a database without an encoding", () => {
  it("is read whole: what is UTF-8 as that, and of the rest each byte", async () => {
    const { objects, unreadable } = await captured();
    expect(unreadable).toEqual([]);
    expect([...objects.keys()]).toEqual(expect.arrayContaining(['table:public."café"', 'column:public."café".note']));
    expect(objects.get("column:public.t.a")?.spec.default).toMatchObject({ text: "'é'::text" });
    expect(objects.get("comment:table.public.t")?.spec).toEqual({ text: "café" });
  });

  it("has drifted where one byte is another", async () => {
    const before = await captured();
    expect(fingerprint(await captured())).toBe(fingerprint(before));
    await script.run(String.raw`COMMENT ON TABLE t IS E'caf\xe8'`);
    const after = await captured();
    expect(fingerprint(after)).not.toBe(fingerprint(before));
    expect(after.objects.get("comment:table.public.t")?.spec).toEqual({ text: "cafè" });
  });
});
