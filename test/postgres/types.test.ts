/** Values as a session hands them on. */

import { expect, it } from "vitest";
import type { Row } from "../../lib/core/session.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { freshDatabase } from "../support/postgres.ts";

it("values become JavaScript the same way everywhere", async () => {
  const database = await freshDatabase();
  const session = await openSession(database.endpoint);
  const rows: Row[] = [];
  await session.read(
    `SELECT true AS flag, 7::int2 AS small, 8::int4 AS int, 9::oid AS oid, 1.5::float8 AS float,
    9007199254740993::int8 AS big, 1.10::numeric AS numeric, 'r'::"char" AS char, 'n'::name AS name,
    '2020-01-01'::date AS date, ARRAY['a"b', NULL, 'c,d']::text[] AS texts, ARRAY['n']::name[] AS names,
    ARRAY['i', 'o']::"char"[] AS modes, ARRAY[1, NULL]::int2[] AS smalls, ARRAY[3, 4]::int4[] AS ints,
    ARRAY[5]::oid[] AS oids, '1 2'::int2vector AS columns, ''::oidvector AS none, '{"a": [1]}'::jsonb AS json,
    '{"a": null}'::json AS raw, '{}'::text[] AS empty, NULL::text[] AS missing, ARRAY[[1, 2], [3, 4]] AS matrix`,
    (row) => rows.push(row),
  );
  expect(rows).toEqual([
    {
      flag: true,
      small: 7,
      int: 8,
      oid: 9,
      float: 1.5,
      big: "9007199254740993",
      numeric: "1.10",
      char: "r",
      name: "n",
      date: "2020-01-01",
      texts: ['a"b', null, "c,d"],
      names: ["n"],
      modes: ["i", "o"],
      smalls: [1, null],
      ints: [3, 4],
      oids: [5],
      columns: [1, 2],
      none: [],
      json: { a: [1] },
      raw: { a: null },
      empty: [],
      missing: null,
      matrix: [
        [1, 2],
        [3, 4],
      ],
    },
  ]);
  await session.close();
  await database.drop();
});
