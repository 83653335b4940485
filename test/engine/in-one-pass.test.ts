/** Several changes of one table that go through its rows: PostgreSQL does it once. */

import { afterAll, expect, it } from "vitest";
import { DatabasePool } from "../support/database-pool.ts";
import { playedOn } from "../support/online-play.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

const played = playedOn(pool, false);

const USERS = (id: string, kind: string, rest = "") => `
  CREATE TABLE users (id ${id} PRIMARY KEY, kind ${kind}, note varchar(9)${rest});
  CREATE TABLE orders (id ${id}, buyer ${id} REFERENCES users, amount int)`;
const ROWS = "INSERT INTO users VALUES (1, '2', 'n'); INSERT INTO orders VALUES (1, 1, 1)";
/** Without the statements that they are of. */
const passes = (locked: readonly string[]) =>
  locked.flatMap((work) => /^(?:rewriting|verifying) [^:]*/.exec(work) ?? []);

it("columns of other types, NOT NULL and checks are statements of the table, and its rows are written once", async () => {
  const { steps, locked } = await played(
    USERS("int", "int DEFAULT 1"),
    `${USERS("bigint", "bigint DEFAULT 7 NOT NULL")}; ALTER TABLE orders ALTER COLUMN id SET NOT NULL`,
    ROWS,
  );
  expect(passes(locked)).toEqual(['rewriting table "orders"', 'rewriting table "users"']);
  const rewriting = steps.filter(({ hazards }) => hazards.includes("table-rewrite"));
  expect(rewriting.map(({ sql }) => sql.replaceAll('"', ""))).toEqual([
    "ALTER TABLE public.orders ALTER COLUMN buyer TYPE bigint, ALTER COLUMN id TYPE bigint, ALTER COLUMN id SET NOT NULL",
    "ALTER TABLE public.users ALTER COLUMN id TYPE bigint, ALTER COLUMN kind TYPE bigint, ALTER COLUMN kind SET NOT NULL",
  ]);
  // The gravest decides, and every reason is told.
  expect(rewriting.map(({ risk, address, reason }) => [risk, address, reason])).toEqual([
    ["danger", "table:public.orders", expect.stringMatching(/NULL.*; .*written anew/)],
    ["danger", "table:public.users", expect.stringMatching(/NULL.*; .*written anew/)],
  ]);
});

it("checks that come to a table read its rows once", async () => {
  const { locked, steps } = await played(
    USERS("int", "int"),
    `${USERS("int", "int", ", CONSTRAINT a CHECK (id > 0), CONSTRAINT b CHECK (kind > 0)")}`,
    ROWS,
  );
  expect(passes(locked)).toEqual(['verifying table "users"']);
  expect(steps.map(({ description, risk }) => [description, risk])).toEqual([["alter table public.users", "caution"]]);
});

it("what waits for another of the table's changes stays a statement of its own", async () => {
  const { locked } = await played(
    USERS("int", "int"),
    USERS("int", "bigint", ", made bigint GENERATED ALWAYS AS (kind * 2) STORED CHECK (made > 0)"),
    ROWS,
  );
  expect(passes(locked)).toEqual(['rewriting table "users"', 'rewriting table "users"', 'verifying table "users"']);
});

it("a type that is built anew makes way under another name: columns pass over to the new one at once", async () => {
  const KINDS = (labels: string) => `
    CREATE TYPE kind AS ENUM (${labels});
    CREATE TYPE kind_aside_1 AS ENUM ('hers');
    CREATE TABLE users (id int, kind kind DEFAULT 'a', kinds kind[], CHECK (kind < 'b'), UNIQUE (kind));
    CREATE TABLE guests (id int, kind kind) PARTITION BY RANGE (id);
    CREATE TABLE few PARTITION OF guests FOR VALUES FROM (1) TO (9);
    CREATE FUNCTION next(kind) RETURNS kind LANGUAGE sql AS 'SELECT max(kind) FROM users'`;
  const { locked, steps } = await played(
    KINDS("'a', 'x', 'b'"),
    KINDS("'b', 'a'").replace("kind < 'b'", "kind > 'b'"),
    "INSERT INTO users VALUES (1, 'a', '{a,b}'); INSERT INTO few VALUES (1, 'b')",
  );
  const rewritten = passes(locked).filter((pass) => pass.startsWith("rewriting"));
  expect(rewritten.sort()).toEqual(['rewriting table "few"', 'rewriting table "users"']);
  expect(steps.filter(({ sql }) => sql.includes("kind_aside_2")).map(({ risk }) => risk)).toEqual(["safe", "safe"]);
});
