/** A snapshot is a database: the SQL that is rendered of it builds one with the same fingerprint. */

import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { diff, fingerprint } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { buildScript } from "../../lib/proof/build.ts";
import { renderSchemaSql } from "../../lib/report/schema-sql.ts";
import { ensureRoles } from "../support/roles.ts";
import { MODELLED_SCHEMA } from "../support/schemas/modelled.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

const databases: WatchedDatabase[] = [];
const open = async (): Promise<WatchedDatabase> => {
  const database = await watchedDatabase();
  databases.push(database);
  return database;
};

beforeAll(() => ensureRoles());
afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop();
});

const EMPTY: readonly string[] = [];
const STRANGE = [
  `CREATE SCHEMA "Odd ""one"""`,
  `CREATE TABLE "Odd ""one"""."Größe; DROP" ("a.b" int, "select" text DEFAULT 'it''s; --', CHECK ("a.b" > 0))`,
  `COMMENT ON TABLE "Odd ""one"""."Größe; DROP" IS '-- not a comment; */ nor this'`,
];

describe("a schema that is rendered and run in an empty database has its fingerprint", () => {
  it.each([
    ["an empty one", EMPTY, []],
    ["a bit of everything", RICH_SCHEMA, []],
    ["every kind", [MODELLED_SCHEMA], ["subscription:intake"]],
    ["names of all sorts", STRANGE, []],
  ])("%s", async (_name, statements, byHand: readonly string[]) => {
    const database = await open();
    await database.run(statements);
    const snapshot = await database.snapshot();
    const script = buildScript(KINDS, snapshot);
    expect(script.manual.map(({ address }) => address)).toEqual(byHand);
    const built = await open();
    await built.run(script.steps.map(({ sql }) => sql));
    const after = await built.snapshot();
    const missing = diff(snapshot, after).map(({ verb, address }) => `${verb} ${address}`);
    const lacks = (change: string) => byHand.some((address) => change.endsWith(address.replace(":", ".")));
    expect(missing.filter((change) => !lacks(change))).toEqual(byHand.map((address) => `removed ${address}`));
    if (byHand.length === 0) expect(fingerprint(after)).toBe(fingerprint(snapshot));
  });

  it("as a file, too, whatever stands in its texts", async () => {
    const database = await open();
    await database.run(STRANGE);
    const snapshot = await database.snapshot();
    const head = { database: "a\nname", major: 15, fingerprint: fingerprint(snapshot) };
    const sql = renderSchemaSql(buildScript(KINDS, snapshot), head);
    expect(sql).toContain(`-- Fingerprint ${fingerprint(snapshot)}\n`);
    const built = await open();
    await built.sql(sql);
    expect(fingerprint(await built.snapshot())).toBe(fingerprint(snapshot));
  });
});
