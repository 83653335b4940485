/** Of tables whose columns have the same names PostgreSQL opens one: what is said of each is still its own. */

import { expect, it } from "vitest";
import type { SqlText } from "../../lib/core/canonical.ts";
import { takeSnapshot } from "../../lib/index.ts";
import { freshDatabase } from "../support/postgres.ts";

const TABLE = (name: string, columns: string) => `
  CREATE TABLE app.${name} (${columns});
  ALTER TABLE app.${name} ADD CONSTRAINT ${name}_order CHECK (a < b), ADD CONSTRAINT ${name}_whole CHECK (${name} IS NOT NULL),
    ADD CONSTRAINT ${name}_marks CHECK (c <> '.*');
  CREATE INDEX ${name}_one ON app.${name} (lower(c)) WHERE a > 1;
  CREATE INDEX ${name}_two ON app.${name} (upper(c), b, (a + b)) INCLUDE (c) WHERE ${name} IS NOT NULL;
  CREATE INDEX ${name}_rows ON app.${name} (app.shown(${name}));`;

it("prints the expressions of tables that are alike as PostgreSQL prints them of each", async () => {
  const database = await freshDatabase();
  await database.sql(`
    CREATE SCHEMA app;
    CREATE FUNCTION app.shown(anyelement) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''x''';
    CREATE TABLE app.none (CONSTRAINT never CHECK (true));
    ${TABLE("first", "a int, b int, c text")}
    ${TABLE("second", "a int, b int, c text")}
    ${TABLE("third", "b int, a int, c text")}
    ${TABLE("fourth", "x int, a int, b int, c text")}
    ALTER TABLE app.fourth DROP COLUMN x;
    ${TABLE("fifth", "a int, b int, c text")}
    ALTER TABLE app.fifth RENAME c TO "C";`);
  const { objects } = await takeSnapshot(database.url);
  const said = new Map<string, unknown>();
  for (const { address, spec } of objects.values()) {
    const { check, predicate, keys } = spec as {
      check?: SqlText;
      predicate?: SqlText;
      keys?: { expression: SqlText }[];
    };
    const texts = [check, predicate, ...(keys ?? []).map(({ expression }) => expression)];
    if (address.kind === "constraint" || address.kind === "index")
      said.set(
        address.path.at(-1) ?? "",
        texts.flatMap((item) => item?.text.replace(/^\((.*)\)$/, "$1") ?? []),
      );
  }
  const printed = await database.sql(`
    SELECT conname AS name, ARRAY[pg_get_expr(conbin, conrelid)] AS texts FROM pg_constraint WHERE contype = 'c' AND connamespace = 'app'::regnamespace
    UNION ALL
    SELECT c.relname, array_remove(ARRAY[pg_get_expr(i.indpred, i.indrelid)], NULL) || ARRAY(
      SELECT pg_get_indexdef(i.indexrelid, place::int, false) FROM unnest(i.indkey[:]) WITH ORDINALITY k(number, place)
      WHERE number = 0 ORDER BY place)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid >= 16384 AND c.relkind = 'i' AND c.relnamespace = 'app'::regnamespace`);
  await database.drop();
  expect(said.size).toBe(1 + 5 * 6);
  expect(Object.fromEntries(said)).toEqual(
    Object.fromEntries(
      printed.map(({ name, texts }) => [name, (texts as string[]).map((item) => item.replace(/^\((.*)\)$/, "$1"))]),
    ),
  );
});
