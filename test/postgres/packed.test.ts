/** A row that arrives packed says what it would have said column by column. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OnPackedRow, Row, Session } from "../../lib/core/session.ts";
import { literal } from "../../lib/core/sql.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let database: FreshDatabase;
let session: Session;

beforeAll(async () => {
  database = await freshDatabase();
  session = await openSession(database.endpoint);
});
afterAll(async () => {
  await session.close();
  await database.drop();
});

const TEXTS = [
  "",
  " ",
  '"',
  '""',
  "\\",
  "\\\\",
  "(",
  ")",
  ",",
  "a,b",
  "a\nb",
  "\t",
  "NULL",
  "é\u{1f600}",
  '(a,"b")',
  "'",
];

async function plain(sql: string): Promise<Row[]> {
  const rows: Row[] = [];
  await session.read(sql, (row) => rows.push({ ...row }));
  return rows;
}

async function packed(sql: string, apart: readonly string[], like = sql): Promise<Row[]> {
  const rows: Row[] = [];
  const take: OnPackedRow = (values, text, open) => {
    rows.push({ ...Object.fromEntries(apart.map((name, place) => [name, values[place]])), ...open(text) });
  };
  await session.readPacked?.(sql, apart, take, like);
  return rows;
}

describe("a packed row", () => {
  it.each(TEXTS)("holds the text %j, alone, in a list and as JSON", async (text) => {
    const it = literal(text);
    const sql = `SELECT 7 AS oid, ${it}::text AS a, ARRAY[${it}, NULL, ${it}]::text[] AS b, jsonb_build_array(${it}::text) AS c, ${it}::text AS d`;
    expect(await packed(sql, ["oid"])).toEqual(await plain(sql));
    expect((await packed(sql, ["oid", "a"]))[0]).toMatchObject({ oid: 7, a: text, b: [text, null, text], d: text });
  });

  it("holds NULL, numbers, flags and vectors as what they are", async () => {
    const sql = `SELECT 7 AS oid, NULL::text AS nothing, true AS yes, false AS no, 4294967295::oid AS large, -1::int2 AS small,
                        9007199254740993::int8 AS exact, '1 2'::int2vector AS vector, '{}'::text[] AS none, NULL::bool AS unknown`;
    expect(await packed(sql, ["oid"])).toEqual(await plain(sql));
  });

  it("has the columns apart in the order they are asked for, null for one that is not there", async () => {
    const taken: unknown[] = [];
    const take: OnPackedRow = (apart, text, open) => taken.push([...apart].slice(0, 3), open(text));
    await session.readPacked?.(
      "SELECT 1 AS a, 2 AS b, 3 AS c",
      ["c", "none", "a"],
      take,
      "SELECT 1 AS a, 2 AS b, 3 AS c",
    );
    expect(taken).toEqual([[3, null, 1], { b: 2 }]);
  });

  it("is read by the columns of another statement that has the same", async () => {
    const rows = (oids: string) =>
      `SELECT oid, relname AS name, relkind::text AS kind FROM pg_class WHERE oid ${oids} ORDER BY oid`;
    for (const oids of ["< 1250", "BETWEEN 1250 AND 1300"])
      expect(await packed(rows(oids), ["oid"], rows("IS NOT NULL"))).toEqual(await plain(rows(oids)));
  });
});
